/** Where two texts differ: from `start` on, up to `oldEnd` in the old one; what follows has moved by `by`. */
export interface Difference {
  readonly start: number;
  readonly oldEnd: number;
  readonly by: number;
}

/** Texts are compared in pieces of this size first: comparing strings is much faster than comparing characters. */
const piece = 4096;

export function differenceOf(old: string, text: string): Difference {
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start + piece <= shorter && old.slice(start, start + piece) === text.slice(start, start + piece))
    start += piece;
  while (start < shorter && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  const most = shorter - start;
  const isSame = (length: number) =>
    old.slice(old.length - length, old.length - same) === text.slice(text.length - length, text.length - same);
  while (same + piece <= most && isSame(same + piece)) same += piece;
  while (same < most && old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same)) same++;
  return { start, oldEnd: old.length - same, by: text.length - old.length };
}
