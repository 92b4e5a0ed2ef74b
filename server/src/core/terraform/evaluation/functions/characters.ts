const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Texts that must be looked at closely take time that grows with the square of their length. */
const longest = 2000;

/** The characters of a text as Terraform counts them (developer.hashicorp.com/terraform/language/functions/length); undefined for long ones. */
export function charactersOf(text: string): readonly string[] | undefined {
  // Before the first of the marks that combine, only this pair is one character.
  if (/^[\0-\u02ff]*$/.test(text)) return text.match(/\r\n|[\s\S]/g) ?? [];
  return text.length > longest ? undefined : [...segmenter.segment(text)].map(({ segment }) => segment);
}

export function countCharacters(text: string): number | undefined {
  return charactersOf(text)?.length;
}
