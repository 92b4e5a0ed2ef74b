/** The first of the names that is not taken, or the last of them with the lowest number that makes it free. */
export function freeName(wanted: readonly string[], separator: string, isTaken: (name: string) => boolean): string {
  const free = wanted.find((name) => !isTaken(name));
  if (free !== undefined) return free;
  const last = wanted.at(-1) ?? '';
  for (let number = 2; ; number++) {
    const name = `${last}${separator}${number}`;
    if (!isTaken(name)) return name;
  }
}
