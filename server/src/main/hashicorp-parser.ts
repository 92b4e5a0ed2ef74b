import { parse } from '@cdktf/hcl2json';

/**
 * Whether HashiCorp's own parser accepts a Terraform file; rejects where it cannot be asked. The only place that knows the package: its parser is
 * WebAssembly of several megabytes, so this file is a bundle of its own, loaded when the first fix is chosen.
 */
export const isAccepted = acceptedBy(parse);

/** The patience is in milliseconds: it is at work without a pause, and what takes longer never comes. */
export function acceptedBy(
  ask: (path: string, text: string) => Promise<unknown>,
  patience = 10_000,
): (path: string, text: string) => Promise<boolean> {
  let end: Error | undefined;
  return async (path, text) => {
    if (nestsTooDeep(text)) throw new Error(`${path} nests too deep for it`);
    if (end) throw end;
    try {
      await within(patience, ask(path, text));
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      // What has once failed by itself answers no more, or wrongly.
      end = new Error(`it has ended (${error})`);
      throw end;
    }
  };
}

/**
 * Its call stack is that of JavaScript. Tried with Node 20 on Linux, it ends at 1,180 blocks in each other, and at 1,198 to 1,883 brackets of expressions:
 * less than half of that leaves room for other stacks.
 */
const deepest = 500;

/** Brackets count wherever they stand: what is in quotes and comments is not worth telling apart. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charAt(i);
    if (sign === '{' || sign === '(' || sign === '[') depth++;
    else if ((sign === '}' || sign === ')' || sign === ']') && depth > 0) depth--;
    if (depth > deepest) return true;
  }
  return false;
}

/** What is wrong with the text is told in these words: github.com/tmccombs/hcl2json/blob/main/convert/convert.go */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^(?:parse config|convert )/.test(error.message);
}

async function within(patience: number, answer: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patience);
  });
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
