import type { Context } from 'mocha';

/** Skips, in words that cannot be overlooked: a tool that is not there must not pass for one that had nothing to say. */
export function skip(context: Context, reason: string): never {
  console.log(`\n      SKIPPED: ${reason}\n`);
  return context.skip();
}
