import { isModuleFile, type Language, languageOf } from '../core/source';
import { joinPath } from '../core/text/path';

/**
 * The one spelling of a URI that files are known by, so that a file on disk and its open document are the same: each part
 * percent-encoded the way VS Code does it, a Windows drive in lower case. What is no URI stays as it is.
 */
export function normalizeUri(uri: string): string {
  const [, scheme, authority, path, rest] = /^([a-z][a-z0-9+.-]*:)(\/\/[^/?#]*)?([^?#]*)(.*)$/is.exec(uri) ?? [];
  if (scheme === undefined || path === undefined) return uri;
  const encoded = path.split('/').map(encodeAgain).join('/');
  const drive = /^file:$/i.test(scheme)
    ? encoded.replace(/^\/[A-Z](?=%3A)/, (letter) => letter.toLowerCase())
    : encoded;
  return `${scheme.toLowerCase()}${authority?.toLowerCase() ?? ''}${drive}${rest ?? ''}`;
}

/**
 * What is judged together with the file of a normalized URI: its folder, with `/` at its end; the URI itself for a document that
 * stands alone, because it is a template, on no disk, or not read by Terraform there.
 */
export function unitOf(uri: string): string {
  return standsAlone(uri) ? uri : folderOf(uri);
}

/** The URI of a file by its folder's URI and its name. */
export function fileIn(folder: string, name: string): string {
  return folder + encode(name);
}

/** The folder that a file of a normalized URI is in. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** The name of the file of a URI, as people write it. */
export function nameOf(uri: string): string {
  return decode(uri.slice(uri.lastIndexOf('/') + 1));
}

/** The name of the file of a URI after that of its folder. */
export function nameInFolder(uri: string): string {
  return uri.split('/').slice(-2).map(nameOf).join('/');
}

/** A folder as a client spells it, as it is known by. */
export function normalizeFolder(uri: string): string {
  return normalizeUri(uri).replace(/\/?$/, '/');
}

/** A relative path, as it is written in a file, seen from a unit. See `Surroundings` in the core. */
export function resolvePath(unit: string, path: string): string {
  return joinPath(unit, path.split('/').map(encode).join('/'));
}

/** The scheme and authority of a URI. No relative path leads away from them. */
export function originOf(uri: string): string {
  return /^[^/]*(?:\/\/[^/]*)?/.exec(uri)?.[0] ?? '';
}

/** Folders that no project keeps its own modules in: hidden ones, such as `.terraform`, and those of installed packages. */
export function isSkipped(folderName: string): boolean {
  return folderName.startsWith('.') || folderName === 'node_modules';
}

/** Whether a file is found by going through the folder: it is in it, and in none that is skipped. */
export function isWithin(uri: string, folder: string): boolean {
  return uri.startsWith(folder) && !uri.slice(folder.length).split('/').slice(0, -1).some(isSkipped);
}

/** Whether a URI is one of the folders, or lies below one of them. */
export function isBelowAny(folders: ReadonlySet<string>): (uri: string) => boolean {
  return (uri) => {
    for (let end = uri.lastIndexOf('/'); end >= 0; end = end > 0 ? uri.lastIndexOf('/', end - 1) : -1) {
      if (folders.has(uri.slice(0, end + 1))) return true;
    }
    return false;
  };
}

/** Whether a file of the URI can call modules. */
export function isCalling(uri: string): boolean {
  return isModuleFile(nameOf(uri)) && terraformLanguage(uri) !== undefined;
}

/** The language of a file of Terraform's configuration; undefined for other files. */
export function terraformLanguage(uri: string): 'terraform' | 'terraform-json' | undefined {
  const language = languageOf(nameOf(uri));
  return language === 'terraform' || language === 'terraform-json' ? language : undefined;
}

/**
 * The language that a document is judged as; undefined for one that is none of ours. A document with a query is a view of another
 * state of a file (the committed one, an old one): what is wrong there cannot be put right there.
 */
export function documentLanguage(uri: string, editorLanguage: string, text: string): Language | undefined {
  return uri.includes('?') ? undefined : languageOf(nameOf(uri), editorLanguage, text);
}

function standsAlone(uri: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:(\/\/[^/]*)?\//.test(uri) || uri.startsWith('untitled:') || !isModuleFile(nameOf(uri));
}

function encodeAgain(part: string): string {
  return encode(decode(part));
}

function encode(part: string): string {
  try {
    return encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  } catch {
    return part; // half of a surrogate pair has no encoding
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a percent sign that encodes nothing
  }
}
