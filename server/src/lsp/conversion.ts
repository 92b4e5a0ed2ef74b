import { DiagnosticSeverity, type Position, type Range } from 'vscode-languageserver';
import type { Severity } from '../core/model/finding';
import type { SourceFile } from '../core/source';
import { lineEnd, lineStarts, positionAt } from '../core/text/lines';
import { type Span, span } from '../core/text/span';

type WithText = Pick<SourceFile, 'text'>;

/** A span of the file's text in the words of the protocol. Both count UTF-16 code units. */
export function toRange(file: WithText, { start, end }: Span): Range {
  const starts = startsOf(file);
  return { start: positionAt(starts, start), end: positionAt(starts, end) };
}

/** A range of the protocol as a span of the file's text. What lies outside of the text is moved to its nearest place. */
export function toSpan(file: WithText, { start, end }: Range): Span {
  const from = offsetAt(file, start);
  return span(from, Math.max(from, offsetAt(file, end)));
}

export const toSeverity: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const known = new WeakMap<WithText, readonly number[]>();

function startsOf(file: WithText): readonly number[] {
  const found = known.get(file);
  if (found) return found;
  const starts = lineStarts(file.text);
  known.set(file, starts);
  return starts;
}

function offsetAt(file: WithText, { line, character }: Position): number {
  const start = startsOf(file)[Math.max(0, line)] ?? file.text.length;
  return Math.min(start + Math.max(0, character), lineEnd(file.text, start));
}
