/** A language that is measured, and what is typed into its file. */
export interface Language {
  readonly name: string;
  /** What a file of it is called. */
  readonly file: string;
  /** As editors call it. */
  readonly languageId: string;
  /** About so many characters like those that people write, with so many trails without a key. The same text in every run. */
  readonly text: (length: number, unencrypted: number) => SampleText;
  /** None of them changes what is found. */
  readonly tasks: readonly Task[];
}

export interface SampleText {
  readonly text: string;
  /** How many trails there are, with and without a key. */
  readonly trails: number;
  /** How much is found of them, with the rules that are on by default. */
  readonly findings: number;
}

/** What is typed, and the line that it is typed into: at the end of that line, or before the ending that is given. */
export interface Task {
  readonly line: RegExp;
  readonly before: string;
  readonly text: string;
}

/** What a text is made of: each part by a number that makes its names unique. */
export interface Ingredients {
  readonly head: string;
  readonly sections: readonly ((number: number) => string)[];
  /** Also by how many there have been. */
  readonly trailWithoutKey: (number: number, index: number) => Part;
  readonly trailWithKey: (number: number, index: number) => string;
}

/** A trail and what belongs to it. */
export interface Part {
  readonly text: string;
  readonly findings: number;
}

/** At least so many characters, with about so many trails without a key, evenly spread. */
export function mix(ingredients: Ingredients, length: number, unencrypted: number): SampleText {
  const { head, sections, trailWithoutKey, trailWithKey } = ingredients;
  const parts = [head];
  let written = head.length;
  let [open, encrypted, findings] = [0, 0, 0];
  for (let number = 1; written < length; number++) {
    const section = sections[number % sections.length];
    const added = section ? [section(number)] : [];
    if (open < unencrypted && written >= (open / unencrypted) * length) {
      const part = trailWithoutKey(number, open++);
      findings += part.findings;
      added.push(part.text);
    }
    if (number % 40 === 0) added.push(trailWithKey(number, encrypted++));
    for (const part of added) written += part.length;
    parts.push(...added);
  }
  return { text: parts.join(''), trails: open + encrypted, findings };
}
