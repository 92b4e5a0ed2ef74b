/** Whether an error says that there is no such file, or that it is a folder. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && missing.has(error.code);
}

/** Also where links lead in a circle, and where a name cannot be one of a file: what is typed may be any. */
const missing: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'EINVAL',
  'ERR_INVALID_ARG_VALUE',
  'ERR_INVALID_FILE_URL_PATH',
  'ERR_INVALID_FILE_URL_HOST',
]);
