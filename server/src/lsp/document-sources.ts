import { readSource, type SourceFile } from '../core/source';
import type { Syntax } from '../core/syntax/parser';
import type { OpenDocument, OpenDocuments } from './documents';

/** The open documents as files that have been read: after a change only what has changed is read again. */
export interface DocumentSources {
  /** Undefined for one that is not open, and as long as nothing can be read. */
  readonly of: (path: string) => SourceFile | undefined;
  /** Of the documents of a unit. */
  readonly in: (unit: string) => readonly SourceFile[];
  readonly forget: (path: string) => void;
}

export function readDocuments(
  documents: Pick<OpenDocuments, 'get' | 'inUnit'>,
  loadingSyntax: Promise<Syntax>,
  onDisk: (document: OpenDocument) => SourceFile | undefined,
): DocumentSources {
  const sources = new Map<string, SourceFile>();
  let syntax: Syntax | undefined;
  loadingSyntax.then(
    (loaded) => {
      syntax = loaded;
    },
    () => {}, // who waits for it says so
  );
  const read = (document: OpenDocument): SourceFile | undefined => {
    if (!syntax) return undefined;
    const { path, language, text, unit } = document;
    const source = readSource(syntax, { path, folder: unit, language, text }, sources.get(path) ?? onDisk(document));
    sources.set(path, source);
    return source;
  };
  return {
    of(path) {
      const document = documents.get(path);
      return document && read(document);
    },
    in: (unit) => documents.inUnit(unit).flatMap((document) => read(document) ?? []),
    forget: (path) => void sources.delete(path),
  };
}
