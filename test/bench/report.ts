import type { FullParse } from './full-parse';
import type { Starting } from './starting';
import { memory, ratio, short, table } from './table';
import { terraform } from './terraform';
import type { Validation } from './terraform-validate';
import type { Typing } from './typing';
import type { Workspace } from './workspace';
import { renderWorkspace } from './workspace-report';

/** What has been measured: parts that nobody asked for are missing. */
export interface Results {
  readonly machine: Machine;
  readonly typing?: readonly Typing[];
  readonly fullParse?: FullParse;
  readonly starting?: Starting;
  readonly validation?: Validation;
  readonly workspace?: Workspace;
}

interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly node: string;
  /** Processes that wanted to run in the minute before: on a busy machine the high percentiles are those of the others. */
  readonly load: number;
}

const startBudget = 300;

/** Milliseconds at the 95th percentile. */
function keystrokeBudget(kilobytes: number): number {
  return kilobytes <= 100 ? 16 : 50;
}

/** The results as tables for people. */
export function render({ machine, typing = [], fullParse, starting, validation, workspace }: Results): string {
  const { cores, processor, node, load } = machine;
  return [
    `${cores} cores (${processor}) with a load of ${load.toFixed(1)} before, Node ${node}. Times in ms, memory in MB; a ratio above 1.00 is over budget.`,
    ...(typing.length > 0 ? renderTyping(typing) : []),
    ...(fullParse ? renderFullParse(fullParse, typing) : []),
    ...(typing.length > 0 ? renderOpening(typing) : []),
    ...(starting ? renderStarting(starting) : []),
    ...(validation ? renderValidation(validation, starting, typing) : []),
    ...(workspace ? renderWorkspace(workspace) : []),
  ].join('\n\n');
}

function renderTyping(typing: readonly Typing[]): readonly string[] {
  const head = 'language,file,trails,findings,samples,p50,p95,p99,max,budget of p95,ratio,flickers'.split(',');
  const rows = typing.map(({ language, kilobytes, trails, findings, samples, p50, p95, p99, slowest, flickers }) => {
    const budget = keystrokeBudget(kilobytes);
    return [
      language,
      `${kilobytes} KB`,
      ...[trails, findings, samples].map(String),
      ...[p50, p95, p99, slowest].map(short),
      `${budget}`,
      ratio(p95, budget),
      `${flickers}`,
    ];
  });
  return ['Keystroke to diagnostics', table([head, ...rows])];
}

function renderFullParse(fullParse: FullParse, typing: readonly Typing[]): readonly string[] {
  const { language, kilobytes, runs, median } = fullParse;
  const typed = rowOf(typing, language, kilobytes);
  return [
    `A full parse by the yaml package, ${language}, ${kilobytes} KB`,
    `  ${short(median)} (median of ${runs}): ` +
      `${times(median, typed?.p50)} times as long as a keystroke's diagnostics here at p50, ` +
      `${times(median, typed?.p95)} times at p95.`,
  ];
}

function renderOpening(typing: readonly Typing[]): readonly string[] {
  return [
    'Opening a file',
    table([
      ['language', 'file', 'to diagnostics', 'memory then', 'memory after typing'],
      ...typing.map(({ language, kilobytes, opening, memoryOpened, memoryTyped }) => [
        language,
        `${kilobytes} KB`,
        short(opening),
        memory(memoryOpened),
        memory(memoryTyped),
      ]),
    ]),
  ];
}

function renderStarting({ runs, median, fastest, slowest }: Starting): readonly string[] {
  return [
    'Start of the server to first diagnostics, 3 KB',
    table([
      ['runs', 'median', 'min', 'max', 'budget', 'ratio'],
      [`${runs}`, ...[median, fastest, slowest].map(short), `${startBudget}`, ratio(median, startBudget)],
    ]),
  ];
}

function renderValidation(
  validation: Validation,
  starting: Starting | undefined,
  typing: readonly Typing[],
): readonly string[] {
  const title = 'terraform validate, 3 KB';
  if ('skipped' in validation) return [title, `  skipped: ${validation.skipped}`];
  const { runs, median, version } = validation;
  const typed = rowOf(typing, terraform.name, 3);
  const comparisons = [
    ...(typed ? [`${times(median, typed.p50)} times as long as a keystroke's diagnostics here (p50)`] : []),
    ...(starting ? [`${(median / starting.median).toFixed(1)} times as long as a start of the server`] : []),
  ];
  return [title, `  ${short(median)} (median of ${runs}, Terraform ${version}): ${comparisons.join(', ')}.`];
}

function rowOf(typing: readonly Typing[], language: string, kilobytes: number): Typing | undefined {
  return typing.find((row) => row.language === language && row.kilobytes === kilobytes);
}

function times(long: number, short = Number.NaN): string {
  return (long / short).toFixed(0);
}
