import type { ReportedFinding } from '../../server/src/core/analyze';
import { render } from '../../server/src/core/model/message';
import type { Place } from '../../server/src/core/model/place';
import { lineEnd, lineStart } from '../../server/src/core/text/lines';

/** The text with a line of carets under each place that a finding points at, and what it says of it. */
export function annotate(path: string, text: string, findings: readonly ReportedFinding[]): string {
  const notes = findings.flatMap((finding) => [
    { place: finding.place, text: `${finding.severity} ${finding.rule.id}: ${render(finding.message)}` },
    ...finding.related.map((related) => ({ place: related.place, text: `related: ${render(related.message)}` })),
  ]);
  const marks = notes
    .filter(({ place }) => place.path === path)
    .map((note) => ({ ...note, ...carets(text, note.place) }));
  let annotated = '';
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at) + 1;
    annotated += text.slice(at, end);
    for (const mark of marks) if (mark.line === at) annotated += `${mark.carets} ${mark.text}\n`;
    at = end;
  }
  return annotated;
}

/** The start of the line that the place begins on, and its carets; those of a longer place end with `...`. */
function carets(text: string, { span }: Place): { readonly line: number; readonly carets: string } {
  const line = lineStart(text, span.start);
  const end = Math.min(span.end, lineEnd(text, span.start));
  const more = end < span.end ? '...' : '';
  return { line, carets: `${' '.repeat(span.start - line)}${'^'.repeat(Math.max(1, end - span.start))}${more}` };
}
