/** A stop of a snippet as it is written: what it is at first, and what else it may be. */
export interface Field {
  readonly number: number;
  /** Undefined for a mirror, and for the last. */
  readonly initial: string | undefined;
  readonly choices: readonly string[];
}

/** The fields of a snippet in the order of its text. Throws for what the grammar of snippets takes for something else than text or a field. */
export function fieldsOf(body: string): readonly Field[] {
  return [...pieces(body)].flatMap((piece) => (typeof piece === 'string' ? [] : [piece]));
}

/** The text that a snippet leaves when nobody changes anything; `unit` is what a tab at the start of a line is. */
export function expand(body: string, unit = '\t'): string {
  const initial = new Map<number, string>();
  for (const field of fieldsOf(body)) if (field.initial !== undefined) initial.set(field.number, field.initial);
  const text = [...pieces(body)].map((piece) =>
    typeof piece === 'string' ? piece : (initial.get(piece.number) ?? ''),
  );
  return text.join('').replace(/^\t+/gm, (tabs) => unit.repeat(tabs.length));
}

/** microsoft.github.io/language-server-protocol/specifications/lsp/3.18/specification/#snippet_syntax */
function* pieces(body: string): Iterable<string | Field> {
  const piece = /\\([\\$}])|\$\{(\d+)(?::((?:\\.|[^\\}$])*)|\|((?:\\.|[^\\|])*)\|)?\}|\$(\d+)|([^\\$]+)/y;
  while (piece.lastIndex < body.length) {
    const at = piece.lastIndex;
    const [, escaped, number, initial, choices, bare, text] = piece.exec(body) ?? [];
    if (escaped !== undefined) yield escaped;
    else if (text !== undefined) yield text;
    else if (number !== undefined || bare !== undefined) {
      const options = choices?.split(',') ?? [];
      const first = initial?.replace(/\\(.)/g, '$1') ?? options[0];
      yield { number: Number(number ?? bare), initial: first, choices: options };
    } else throw new Error(`not in the grammar of snippets: ${body.slice(at, at + 40)}`);
  }
}
