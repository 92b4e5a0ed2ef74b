import { parseDocument } from 'yaml';
import { median } from './statistics';

export interface FullParse {
  readonly kilobytes: number;
  readonly runs: number;
  /** Milliseconds. */
  readonly median: number;
}

/** Times what a server would have to do at least that reads the whole text of a template at every keystroke. */
export function measureFullParse(text: string, runs: number): FullParse {
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const before = performance.now();
    const { errors } = parseDocument(text);
    times.push(performance.now() - before);
    if (errors[0]) throw new Error(`The template is no YAML: ${errors[0].message}`);
  }
  // The first run finds nothing compiled.
  return { kilobytes: Math.round(text.length / 1000), runs, median: median(times.slice(1)) };
}
