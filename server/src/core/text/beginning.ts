/** Fewer letters than these may become any name. */
const least = 3;

/** Whether a word that is being typed may become a name. The empty word stands for any. */
export function mayBecome(word: string, name: string): boolean {
  return word === '' || (word.length >= Math.min(least, name.length) && name.startsWith(word));
}
