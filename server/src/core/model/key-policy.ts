import type { Value } from './value';

const cloudTrail = 'cloudtrail.amazonaws.com';

/**
 * The actions of `needed` that the statements do not let CloudTrail do. `unclear` where a statement for CloudTrail has conditions, which
 * may or may not fit a trail, denies something, or is not all in sight.
 */
export function lackingActions(statements: readonly Value[], needed: readonly string[]): readonly string[] | 'unclear' {
  const granted: string[] = [];
  for (const statement of statements) {
    if (text(member(statement, 'Effect')) !== 'Allow') return 'unclear';
    if (!texts(member(member(statement, 'Principal'), 'Service'))?.includes(cloudTrail)) continue;
    const actions = texts(member(statement, 'Action'));
    if (!actions || member(statement, 'Condition')) return 'unclear';
    granted.push(...actions);
  }
  return needed.filter((action) => !granted.some((pattern) => covers(pattern, action)));
}

/** The ids that the statements have. */
export function statementIds(statements: readonly Value[]): readonly string[] {
  return statements.flatMap((statement) => text(member(statement, 'Sid')) ?? []);
}

function covers(pattern: string, action: string): boolean {
  if (pattern === '*' || pattern === action) return true;
  return pattern.endsWith('*') && action.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase());
}

function member(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'map' ? value.entries.get(name) : undefined;
}

function text(value: Value | undefined): string | undefined {
  return value?.kind === 'literal' ? String(value.value) : undefined;
}

/** A string or a list of them; undefined where one of them is not known. */
function texts(value: Value | undefined): readonly string[] | undefined {
  const items = (value?.kind === 'list' ? value.items : [value]).map(text);
  return items.every((item) => item !== undefined) ? items : undefined;
}
