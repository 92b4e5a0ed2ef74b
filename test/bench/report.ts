import type { FullParse } from './full-parse';
import type { Starting } from './starting';
import { terraform } from './terraform';
import type { Validation } from './terraform-validate';
import type { Typing } from './typing';

export interface Results {
  readonly machine: {
    readonly cores: number;
    readonly processor: string;
    readonly node: string;
    /** Processes that wanted to run in the minute before: on a busy machine the high percentiles are those of the others. */
    readonly load: number;
  };
  readonly typing: readonly Typing[];
  readonly fullParse: FullParse;
  readonly starting: Starting;
  readonly validation: Validation;
}

const startBudget = 300;

/** Milliseconds at the 95th percentile. */
function keystrokeBudget(kilobytes: number): number {
  return kilobytes <= 100 ? 16 : 50;
}

/** The results as tables for people. */
export function render({ machine, typing, fullParse, starting, validation }: Results): string {
  const { cores, processor, node, load } = machine;
  const rowOf = (file: Pick<Typing, 'language' | 'kilobytes'>) =>
    typing.find(({ language, kilobytes }) => language === file.language && kilobytes === file.kilobytes);
  const validated = rowOf({ language: terraform.name, kilobytes: 3 });
  const parsed = rowOf(fullParse);
  return [
    `${cores} cores (${processor}) with a load of ${load.toFixed(1)} before, Node ${node}. Times in ms, memory in MB; a ratio above 1.00 is over budget.`,
    'Keystroke to diagnostics',
    table([
      [
        'language',
        'file',
        'trails',
        'findings',
        'samples',
        'p50',
        'p95',
        'p99',
        'max',
        'budget of p95',
        'ratio',
        'flickers',
      ],
      ...typing.map(({ language, kilobytes, trails, findings, samples, p50, p95, p99, slowest, flickers }) => {
        const budget = keystrokeBudget(kilobytes);
        return [
          language,
          `${kilobytes} KB`,
          ...[trails, findings, samples].map(String),
          ...[p50, p95, p99, slowest].map(short),
          `${budget}`,
          (p95 / budget).toFixed(2),
          `${flickers}`,
        ];
      }),
    ]),
    `A full parse by the yaml package, ${fullParse.language}, ${fullParse.kilobytes} KB`,
    `  ${short(fullParse.median)} (median of ${fullParse.runs}): ` +
      `${times(fullParse.median, parsed?.p50)} times as long as a keystroke's diagnostics here at p50, ` +
      `${times(fullParse.median, parsed?.p95)} times at p95.`,
    'Opening a file',
    table([
      ['language', 'file', 'to diagnostics', 'memory then', 'memory after typing'],
      ...typing.map(({ language, kilobytes, opening, memoryOpened, memoryTyped }) => [
        language,
        `${kilobytes} KB`,
        short(opening),
        memoryOpened?.toFixed(0) ?? 'unknown',
        memoryTyped?.toFixed(0) ?? 'unknown',
      ]),
    ]),
    'Start of the server to first diagnostics, 3 KB',
    table([
      ['runs', 'median', 'min', 'max', 'budget', 'ratio'],
      [
        `${starting.runs}`,
        ...[starting.median, starting.fastest, starting.slowest].map(short),
        `${startBudget}`,
        (starting.median / startBudget).toFixed(2),
      ],
    ]),
    'terraform validate, 3 KB',
    'skipped' in validation
      ? `  skipped: ${validation.skipped}`
      : `  ${short(validation.median)} (median of ${validation.runs}, Terraform ${validation.version}): ` +
        `${times(validation.median, validated?.p50)} times as long as a keystroke's diagnostics here (p50), ` +
        `${(validation.median / starting.median).toFixed(1)} times as long as a start of the server.`,
  ].join('\n\n');
}

function times(long: number, short = Number.NaN): string {
  return (long / short).toFixed(0);
}

function short(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 100 ? 1 : 0);
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}`).join('\n');
}
