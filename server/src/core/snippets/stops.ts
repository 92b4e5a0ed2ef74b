import type { InLanguage, Stop } from './recipe';

/**
 * A text in the grammar of snippets: its stops are numbered as they are given, and each is everywhere where its name stands. `$0` is the end of the text.
 * (microsoft.github.io/language-server-protocol/specifications/lsp/3.18/specification/#snippet_syntax)
 */
export function withStops(text: string, stops: readonly Stop[], language: keyof InLanguage): string {
  const found = stops.flatMap((stop) => {
    const places = placesOf(text, stop, language);
    return places.length === 0 ? [] : [{ places, stop }];
  });
  const parts = found
    .flatMap(({ places, stop }, index) =>
      places.map((place, mirror) => ({ ...place, text: fieldOf(index + 1, stop, mirror, text, place, language) })),
    )
    .sort((a, b) => a.start - b.start);
  let body = '';
  let from = 0;
  for (const part of parts) {
    body += inBody(text.slice(from, part.start)) + part.text;
    from = part.end;
  }
  return `${body}${inBody(text.slice(from))}$0`;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function placesOf(text: string, stop: Stop, language: keyof InLanguage): readonly Range[] {
  const pattern = 'mark' in stop ? new RegExp(asPattern(stop.mark), 'g') : valueIn(stop.setting[language]);
  return [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
}

/** The value of a setting that stands on the line of its name. */
function valueIn(setting: string): RegExp {
  return new RegExp(`(?<=^[ \\t]*"?${asPattern(setting)}"?[ \\t]*[=:][ \\t]*)[^\\s,]+(?=,?$)`, 'gm');
}

function asPattern(content: string): string {
  return content.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What stands where a stop is: what it is at first where it comes first, and a mirror of that elsewhere. */
function fieldOf(
  number: number,
  stop: Stop,
  mirror: number,
  text: string,
  { start, end }: Range,
  language: keyof InLanguage,
): string {
  if (mirror > 0) return `\${${number}}`;
  if ('setting' in stop) return `\${${number}|${[text.slice(start, end), ...stop.others].join(',')}|}`;
  const initial = stop.initial?.[language] ?? stop.mark;
  return `\${${number}:${initial.replace(/[\\$}]/g, '\\$&')}}`;
}

/** Braces need no escape outside of fields. */
function inBody(text: string): string {
  return text.replace(/[\\$]/g, '\\$&');
}
