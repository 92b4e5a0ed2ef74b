/** Rows under each other, the first of them the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}`).join('\n');
}

export function short(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 100 ? 1 : 0);
}

export function memory(megabytes: number | undefined): string {
  return megabytes?.toFixed(0) ?? 'unknown';
}

export function ratio(measured: number | undefined, budget: number): string {
  return measured === undefined ? 'unknown' : (measured / budget).toFixed(2);
}
