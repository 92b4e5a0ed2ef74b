import { parseDocument } from 'yaml';
import { median } from './statistics';
import type { Subject } from './typing';

export interface FullParse {
  readonly language: string;
  readonly kilobytes: number;
  readonly runs: number;
  /** Milliseconds. */
  readonly median: number;
}

/** Times what a server that reads the whole template again at every keystroke would have to do at least. */
export function measureFullParse({ language, kilobytes, trails }: Subject, runs: number): FullParse {
  const { text } = language.text(kilobytes * 1000, trails);
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const before = performance.now();
    const { errors } = parseDocument(text);
    times.push(performance.now() - before);
    if (errors[0]) throw new Error(`The template is no YAML: ${errors[0].message}`);
  }
  // The first run finds nothing compiled.
  return { language: language.name, kilobytes, runs, median: median(times.slice(1)) };
}
