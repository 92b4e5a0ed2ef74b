import { type Connection, type HoverParams, LSPErrorCodes, MarkupKind, ResponseError } from 'vscode-languageserver';
import type { Report } from '../core/analyze';
import { memoize } from '../core/memory/lazy';
import { touches } from '../core/text/span';
import { toRange, toSpan } from './conversion';
import { asMarkdown, asPlainText, type LinkedPlace } from './explanations';
import type { Features } from './features';
import { answer } from './requests';
import type { Workspace } from './workspace';

/** Tells why a trail has the verdict that it has, where one points at what decides it. */
export function offerHover(
  connection: Connection,
  workspace: Workspace,
  { hoverMarkdown }: Pick<Features, 'hoverMarkdown'>,
): void {
  connection.onHover(
    answer(connection, 'hover', async ({ textDocument, position }: HoverParams) => {
      const asked = workspace.get(textDocument.uri);
      if (!asked) return null;
      const snapshot = await workspace.ready(asked.uri);
      const file = snapshot?.file(asked.path);
      if (!snapshot || !file || workspace.get(asked.uri)?.version !== asked.version) {
        return new ResponseError<void>(LSPErrorCodes.ContentModified, 'The text has changed.');
      }
      const caret = toSpan(file, { start: position, end: position });
      const touched = explanationsOf(snapshot.report).flatMap((explanation) => {
        const place = explanation.places.find(({ path, span }) => path === asked.path && touches(span, caret));
        return place ? [{ explanation, place }] : [];
      });
      const [first] = touched;
      if (!first) return null;
      const linked = (path: string, offset: number): LinkedPlace => {
        const there = snapshot.file(path);
        const line = there && toRange(there, { start: offset, end: offset }).start.line + 1;
        return { uri: workspace.get(path)?.uri ?? path, line, isElsewhere: there?.folder !== file.folder };
      };
      const reported = snapshot.report.findings.filter(
        ({ place }) => place.path === asked.path && touches(place.span, caret),
      );
      const explanations = touched.map(({ explanation }) => ({
        ...explanation,
        isReported: reported.some(
          ({ rule, resource }) => rule === explanation.rule && resource === explanation.resource,
        ),
      }));
      const value = hoverMarkdown ? asMarkdown(explanations, linked) : asPlainText(explanations, linked);
      if (value === '') return null;
      const kind = hoverMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText;
      return { contents: { kind, value }, range: toRange(file, first.place.span) };
    }),
  );
}

/** Asked for with each move of the mouse. */
const explanationsOf = memoize((report: Report) => report.explanations());
