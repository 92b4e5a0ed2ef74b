import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** An absolute path stays one, so that what is printed can be found from where the user stands. */
export function inFolder(workingFolder: string, path: string): string {
  return isAbsolute(path) ? path : join(workingFolder, path);
}

/** A folder as seen from the working folder, with `/` between its parts and at its end: one folder has one name. */
export function show(folder: string, workingFolder: string): string {
  const shown = isAbsolute(folder) ? resolve(folder) : relative(workingFolder, resolve(workingFolder, folder));
  const posix = shown.split(sep).join('/');
  return posix === '' ? '' : posix.replace(/\/?$/, '/');
}
