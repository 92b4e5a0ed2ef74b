import { isModuleFile, type Language, languageOf } from '../core/source';

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
  return standsAlone(uri) ? uri : uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** The URI of a file by its folder's URI and its name. */
export function fileIn(folder: string, name: string): string {
  return folder + encode(name);
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

function nameOf(uri: string): string {
  return decode(uri.slice(uri.lastIndexOf('/') + 1));
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
