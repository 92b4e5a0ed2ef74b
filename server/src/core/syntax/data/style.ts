import { lineBreak } from '../../text/layout';
import type { DataFile, Section } from './tree';
import type { DataStyle } from './written';

/** How a document is written, as far as it shows; the most common ways where it does not. */
export function styleOf({ text, format, sections }: DataFile): DataStyle {
  const first = sections[0];
  // YAML holds JSON: then what is inserted is JSON, too.
  const isFlow = format === 'json' || (first !== undefined && text.slice(0, first.start).trimEnd().endsWith('{'));
  return {
    format: isFlow ? 'json' : 'yaml',
    eol: lineBreak(text),
    unit: unitOf(text),
    quote: count(text, /'/g) > count(text, /"/g) ? "'" : '"',
    tags: /(?:^|[\s[,-])!(?:Ref|GetAtt|Sub|If|Join|FindInMap)\b/m.test(text) || !/\bFn::|\bRef["']?:/.test(text),
    indentsItems: indentsItems(text),
    spaced: count(text, /(?<!\$)\{ [^\n]*? \}/g) > count(text, /(?<!\$)\{[^ \n}][^\n]*?\}/g),
    colon: format === 'json' && count(text, /(?<!\\)":\S/g) > count(text, /(?<!\\)":[ \t]/g) ? ':' : ': ',
    comma:
      format === 'json' && count(text, /(?<!\\)["\]}],["[{]/g) > count(text, /(?<!\\)["\]}],[ \t]+\S/g) ? ',' : ', ',
    parted: isParted(text, sections),
    // Not what is interpolated in a string.
    inline: /(?<!\$)\{[^\n{}]*:[^\n{}]*\}/.test(text),
  };
}

/** The smallest indentation that a line has, other than a comment: that of one level. */
function unitOf(text: string): string {
  const indentations = [...text.matchAll(/^([ \t]+)[^\s#]/gm)].slice(0, 200).map(([, white]) => white ?? '');
  const tab = indentations.find((white) => white.startsWith('\t'));
  if (tab !== undefined) return '\t';
  const least = Math.min(...indentations.map((white) => white.length));
  return Number.isFinite(least) ? ' '.repeat(least) : '  ';
}

/** By the longest section; by any blank line at all where none has two members. */
function isParted(text: string, sections: readonly Section[]): boolean {
  const [longest] = [...sections].sort((a, b) => b.members.length - a.members.length);
  const within = longest && longest.members.length > 1 ? longest.member.text : text;
  return /\n[ \t]*\r?\n/.test(within.trimEnd());
}

/** By the first sequence that stands under a key. */
function indentsItems(text: string): boolean {
  const [, key, dash] = /^( *)[^\s#-][^\n]*:[ \t]*\r?\n( *)- /m.exec(text) ?? [];
  return key === undefined || dash === undefined || dash.length > key.length;
}

function count(text: string, pattern: RegExp): number {
  return [...text.slice(0, 100_000).matchAll(pattern)].length;
}
