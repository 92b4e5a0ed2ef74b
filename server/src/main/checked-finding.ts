import type { ReportedFinding } from '../core/analyze';
import { render } from '../core/model/message';
import type { Place } from '../core/model/place';
import type { SourceFile } from '../core/source';
import { lineStarts, positionAt } from '../core/text/lines';

/** A finding as the command line says it. It holds on to no file. */
export interface CheckedFinding extends Point {
  readonly rule: string;
  readonly severity: string;
  readonly endLine: number;
  readonly endColumn: number;
  readonly resource: string;
  readonly message: string;
  readonly related: readonly (Point & { readonly message: string })[];
}

/** Lines and columns count from 1. Columns are UTF-16 code units. */
export interface Point {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export function checkedFinding(
  finding: ReportedFinding,
  sourceAt: (path: string) => SourceFile | undefined,
): CheckedFinding {
  const { start, end } = locate(finding.place, sourceAt);
  return {
    rule: finding.rule.id,
    severity: finding.severity,
    ...start,
    endLine: end.line,
    endColumn: end.column,
    resource: finding.resource,
    message: render(finding.message),
    related: finding.related.map(({ place, message }) => ({
      ...locate(place, sourceAt).start,
      message: render(message),
    })),
  };
}

export function locate(
  { path, span }: Place,
  sourceAt: (path: string) => SourceFile | undefined,
): { readonly start: Point; readonly end: Point } {
  const starts = startsOf(sourceAt(path));
  const point = (offset: number): Point => {
    const { line, character } = positionAt(starts, offset);
    return { path, line: line + 1, column: character + 1 };
  };
  return { start: point(span.start), end: point(span.end) };
}

const known = new WeakMap<SourceFile, readonly number[]>();

function startsOf(source: SourceFile | undefined): readonly number[] {
  if (!source) return [0];
  const starts = known.get(source) ?? lineStarts(source.text);
  known.set(source, starts);
  return starts;
}
