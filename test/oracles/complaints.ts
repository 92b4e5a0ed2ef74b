import assert from 'node:assert/strict';

/** What a tool has to say of `after` that it had not to say of `before`. What it says twice counts twice. */
export function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = [...before];
  return after.filter((complaint) => {
    const at = known.indexOf(complaint);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

/** What a tool has to say of `after` in words that it did not use of `before`: a fix copies a name or a Region, and with it its fault. */
export function unheard(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((complaint) => !before.includes(complaint));
}

/** A failure with every complaint in it, each under the name of its case. */
export function assertNone(complaints: ReadonlyMap<string, readonly string[]>): void {
  const failures = [...complaints].filter(([, said]) => said.length > 0);
  if (failures.length === 0) return;
  const told = failures.map(([name, said]) => [name, ...said.map((line) => `    ${line}`)].join('\n'));
  assert.fail(`of ${complaints.size} cases, ${failures.length} have complaints:\n\n${told.join('\n\n')}\n`);
}
