/** The day that it is in UTC, such as 2030-01-31. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
