/** What cannot be left by `..`: the scheme and authority of a URI, a Windows drive, the root. */
const root = /^(?:[a-z][a-z0-9+.-]+:(?:\/\/[^/]*)?\/?|[a-z]:[\\/]|\/)/i;

/** A relative path as seen from a folder, with `/` between the parts. The folder may be a URI; one that ends with `/` gives one that does. */
export function joinPath(folder: string, path: string): string {
  const start = root.exec(folder)?.[0] ?? '';
  const parts: string[] = [];
  const isFolder = /(?:^|\/)\.{0,2}\/?$/.test(path) || path.endsWith('/');
  for (const part of `${folder.slice(start.length)}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    const last = parts.at(-1);
    if (part !== '..') parts.push(part);
    else if (last !== undefined && last !== '..') parts.pop();
    else if (start === '') parts.push(part);
  }
  return `${start}${parts.join('/')}${isFolder && parts.length > 0 ? '/' : ''}`;
}
