import type { Fixed } from './cases';
import type { Outcome } from './report';

/** The trust report: what was offered, what came of it by origin and by judge, every failure by name, and what was missing. */
export function render(offered: readonly Fixed[], outcomes: readonly Outcome[], missing: readonly string[]): string {
  const byFix = groupBy(outcomes, ({ fixed }) => fixed);
  const failed = outcomes.filter(({ said }) => said.length > 0);
  const origins = groupBy(offered, ({ unit }) => `${unit.origin}, ${unit.dialect}`);
  const judges = groupBy(outcomes, ({ judge }) => judge);
  const reasons = groupBy(
    outcomes.filter(({ unasked }) => unasked !== undefined),
    ({ judge, unasked }) => `${judge}: ${unasked}`,
  );
  return [
    `Trust report: ${offered.length} fixes tried`,
    ...table(
      'fixes of',
      [...origins].map(([name, fixes]) => [name, countFixes(fixes, byFix)]),
    ),
    ...table(
      'by judge',
      [...judges].map(([name, own]) => [name, count(own)]),
    ),
    ...[...reasons].map(([reason, own]) => `skipped ${own.length} by ${reason}`),
    ...missing.map((reason) => `MISSING: ${reason}`),
    ...failed.map(({ judge, fixed, said }) => `FAILED: ${judge}: ${fixed.name}: ${said[0]?.split('\n')[0]}`),
    failed.length === 0 ? 'No fix has failed.' : `${failed.length} judgements failed.`,
  ]
    .map((line) => `  ${line}`)
    .join('\n');
}

interface Counts {
  readonly tried: number;
  readonly judged: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A fix has passed if no judge that was asked has anything to say. */
function countFixes(fixes: readonly Fixed[], outcomes: ReadonlyMap<Fixed, readonly Outcome[]>): Counts {
  const asked = fixes.map((fixed) => (outcomes.get(fixed) ?? []).filter(({ unasked }) => unasked === undefined));
  const judged = asked.filter((own) => own.length > 0);
  const failed = judged.filter((own) => own.some(({ said }) => said.length > 0)).length;
  return counts(fixes.length, judged.length, failed);
}

function count(outcomes: readonly Outcome[]): Counts {
  const judged = outcomes.filter(({ unasked }) => unasked === undefined);
  return counts(outcomes.length, judged.length, judged.filter(({ said }) => said.length > 0).length);
}

function counts(tried: number, judged: number, failed: number): Counts {
  return { tried, judged, passed: judged - failed, failed, skipped: tried - judged };
}

const columns = ['tried', 'judged', 'passed', 'failed', 'skipped'] as const;

function table(title: string, rows: readonly (readonly [string, Counts])[]): readonly string[] {
  const width = Math.max(title.length, ...rows.map(([name]) => name.length));
  const line = (name: string, cells: readonly (string | number)[]) =>
    [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(8))].join('');
  return [
    '',
    line(title, columns),
    ...rows.map(([name, own]) =>
      line(
        name,
        columns.map((column) => own[column]),
      ),
    ),
    '',
  ];
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
