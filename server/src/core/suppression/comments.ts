import { lineEnd, nextLine } from '../text/lines';
import { type Span, span } from '../text/span';

/** The comments of a text in YAML, in order. */
export function commentsOfYaml(text: string): readonly Span[] {
  const found: Span[] = [];
  /** How far the line is indented that a block scalar starts on, as long as it goes on. */
  let scalar: number | undefined;
  for (let line = 0; line < text.length; line = nextLine(text, line)) {
    const end = lineEnd(text, line);
    const content = text.slice(line, end);
    const indentation = content.search(/\S/);
    if (indentation < 0 || (scalar !== undefined && indentation > scalar)) continue;
    const comment = commentInLine(content);
    if (comment !== undefined) found.push(span(line + comment, end));
    scalar = /(?:^|[\s:-])[|>][+\-\d]{0,2}\s*$/.test(content.slice(0, comment)) ? indentation : undefined;
  }
  return found;
}

/** Where a comment starts in a line of YAML. */
function commentInLine(line: string): number | undefined {
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    const opens = at === 0 || /[\s[{,]/.test(line[at - 1] ?? '');
    if (quote === '"' && character === '\\') at++;
    else if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if (opens && (character === '"' || character === "'")) quote = character;
    else if (opens && character === '#') return at;
  }
  return undefined;
}
