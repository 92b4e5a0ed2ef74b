import { lineEnd, nextLine } from '../text/lines';
import { type Span, span } from '../text/span';

/** The comments of a text in HCL, in order, with what opens and closes them. */
export function commentsOfHcl(text: string): readonly Span[] {
  const found: Span[] = [];
  const missing = new Set<string>();
  const token = /["#]|\/\/|\/\*|<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/gu;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const { 0: opening, 1: marker, index } = match;
    if (opening === '"') token.lastIndex = endOfString(text, index);
    else if (marker !== undefined) token.lastIndex = endOfHeredoc(text, marker, token.lastIndex, missing);
    else {
      const end = opening === '/*' ? endOfBlockComment(text, index, missing) : lineEnd(text, index);
      found.push(span(index, end));
      token.lastIndex = end;
    }
  }
  return found;
}

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

/** After the quote that closes a string, or the end of its line. Quotes inside `${ … }` are those of other strings. */
function endOfString(text: string, open: number): number {
  const around: ('string' | 'code')[] = ['string'];
  let at = open + 1;
  for (; at < text.length && around.length > 0 && text[at] !== '\n'; at++) {
    const character = text[at];
    if (around.at(-1) === 'string') {
      if (character === '\\') at++;
      else if (character === '"') around.pop();
      else if ((character === '$' || character === '%') && text[at + 1] === '{') {
        around.push('code');
        at++;
      }
    } else if (character === '"') around.push('string');
    else if (character === '{') around.push('code');
    else if (character === '}') around.pop();
  }
  return at;
}

/** The end of the line that closes it; of its first line where none does. */
function endOfHeredoc(text: string, marker: string, from: number, missing: Set<string>): number {
  if (missing.has(marker)) return from;
  const close = new RegExp(`^[ \\t]*${marker}[ \\t]*\\r?$`, 'gmu');
  close.lastIndex = from;
  if (close.test(text)) return close.lastIndex;
  missing.add(marker);
  return from;
}

/** One that nothing closes ends with its line. */
function endOfBlockComment(text: string, from: number, missing: Set<string>): number {
  const close = missing.has('*/') ? -1 : text.indexOf('*/', from + 2);
  if (close >= 0) return close + 2;
  missing.add('*/');
  return lineEnd(text, from);
}
