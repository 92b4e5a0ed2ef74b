import type { Context } from 'mocha';

/** What has not been judged for want of a tool, for the report. */
export const missing = new Set<string>();

/** Skips, in words that cannot be overlooked: a tool that is not there must not pass for one that had nothing to say. */
export function skip(context: Context, reason: string): never {
  tellMissing(reason);
  return context.skip();
}

export function tellMissing(reason: string): void {
  missing.add(reason);
  console.log(`\n      SKIPPED: ${reason}\n`);
}
