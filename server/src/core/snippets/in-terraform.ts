import type { HclFile } from '../syntax/hcl/tree';
import { nextLine } from '../text/lines';

/** Whether an offset that nothing stands before on its line is at the top level of a file: in no block and no comment, and after nothing unfinished. */
export function isAtTopLevel({ text, blocks }: HclFile, at: number): boolean {
  const before = blocks.findLast(({ start }) => start < at);
  const end = before ? before.start + before.block.text.length : 0;
  // One that does not end yet reaches as far as it may.
  return !(before && at <= end) && isBlank(text, end, at);
}

/** Whether there is nothing but comments between two offsets. */
function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; ) {
    if (/[\s\ufeff]/.test(text[at] ?? '')) at++;
    else if (text[at] === '#' || text.startsWith('//', at)) at = nextLine(text, at);
    else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0 || end >= to) return false;
      at = end + 2;
    } else return false;
  }
  return true;
}
