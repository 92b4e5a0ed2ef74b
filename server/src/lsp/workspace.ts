import { analyze, type Report, type Settings } from '../core/analyze';
import { readSource, type SourceFile } from '../core/source';
import { loadSyntax, type Syntax } from '../core/syntax/parser';
import { type OpenDocument, openDocuments } from './documents';
import type { Platform } from './platform';
import { type Loader, loadUnit, type Unit } from './units';
import { normalizeUri, unitOf } from './uri';

/** What is known of a unit at one moment. The text of open documents wins over the disk. */
export interface Snapshot {
  readonly report: Report;
  readonly files: ReadonlyMap<string, SourceFile>;
}

/** The open documents and the folders they are in. */
export interface Workspace extends Omit<ReturnType<typeof openDocuments>, 'inUnit'> {
  readonly documentsIn: (unit: string) => readonly OpenDocument[];
  /** Resolves once everything is read that the document is judged with. */
  readonly ready: (uri: string) => Promise<void>;
  /** Undefined while something is being read, and for a document that is not open. */
  readonly snapshot: (uri: string) => Snapshot | undefined;
  /** Files were changed, created or deleted on disk. */
  readonly filesChanged: (uris: readonly string[]) => void;
  /** Folders, or files, went away or came from elsewhere with all that is in them. */
  readonly foldersChanged: (uris: readonly string[]) => void;
  readonly settingsChanged: () => void;
}

/** What the workspace is told by, and tells, the server around it. */
export interface Surroundings extends Pick<Loader, 'settingsFor' | 'log'> {
  /** What is to be said about the documents of the unit may have changed. */
  readonly onChanged: (unit: string) => void;
  /** Documents of the unit are open from now on, or no more. */
  readonly onOpened: (unit: string) => void;
  readonly onClosed: (unit: string) => void;
}

export function openWorkspace(platform: Platform, surroundings: Surroundings): Workspace {
  const documents = openDocuments();
  const units = new Map<string, Unit>();
  const sources = new Map<string, SourceFile>();
  const snapshots = new WeakMap<Unit, Snapshot & { readonly settings: Settings }>();
  let syntax: Syntax | undefined;
  const loadingSyntax = platform.grammars().then(loadSyntax);
  loadingSyntax.then((loaded) => (syntax = loaded), surroundings.log);

  const loader: Loader = {
    ...surroundings,
    listFolder: platform.listFolder,
    readFile: platform.readFile,
    syntax: loadingSyntax,
    isOpen: (path) => documents.get(path) !== undefined,
    onLoaded: (unit) => units.get(unit.uri) === unit && surroundings.onChanged(unit.uri),
  };

  const sourceOf = (document: OpenDocument, unit: Unit, reader: Syntax): SourceFile => {
    const { path, language, text } = document;
    const previous = sources.get(path) ?? unit.files.get(path);
    const source = readSource(reader, { path, folder: unit.uri, language, text }, previous);
    sources.set(path, source);
    return source;
  };

  return {
    get: documents.get,
    documentsIn: documents.inUnit,
    open(item) {
      const document = documents.open(item);
      if (!document) return undefined;
      if (!units.has(document.unit)) {
        units.set(document.unit, loadUnit(document.unit, loader));
        surroundings.onOpened(document.unit);
      }
      surroundings.onChanged(document.unit);
      return document;
    },
    change(identifier, changes) {
      const document = documents.change(identifier, changes);
      if (document) surroundings.onChanged(document.unit);
      return document;
    },
    close(uri) {
      const document = documents.close(uri);
      if (!document) return undefined;
      sources.delete(document.path);
      if (documents.inUnit(document.unit).length > 0) {
        units.get(document.unit)?.reread([document.path]);
      } else {
        units.delete(document.unit);
        surroundings.onClosed(document.unit);
      }
      return document;
    },
    async ready(uri) {
      await loadingSyntax;
      const unit = unitOf(normalizeUri(uri));
      for (let loading = units.get(unit)?.loading; loading; loading = units.get(unit)?.loading) await loading;
    },
    snapshot(uri) {
      const document = documents.get(uri);
      const unit = document && units.get(document.unit);
      const reader = syntax;
      if (!unit || unit.loading || !reader) return undefined;
      const files = new Map(unit.files);
      for (const open of documents.inUnit(unit.uri)) files.set(open.path, sourceOf(open, unit, reader));
      const known = snapshots.get(unit);
      if (known && known.settings === unit.settings && sameFiles(known.files, files)) return known;
      const snapshot = { files, settings: unit.settings, report: analyze([...files.values()], unit.settings) };
      snapshots.set(unit, snapshot);
      return snapshot;
    },
    filesChanged(uris) {
      const paths = uris.map(normalizeUri);
      for (const unit of new Set(paths.map(unitOf)))
        units.get(unit)?.reread(paths.filter((path) => unitOf(path) === unit));
    },
    foldersChanged(uris) {
      const within = uris.map((uri) => `${normalizeUri(uri)}/`);
      for (const unit of units.values()) if (within.some((start) => unit.uri.startsWith(start))) unit.reload();
    },
    settingsChanged() {
      for (const unit of units.values()) unit.reloadSettings();
    },
  };
}

function sameFiles(a: ReadonlyMap<string, SourceFile>, b: ReadonlyMap<string, SourceFile>): boolean {
  if (a.size !== b.size) return false;
  for (const [path, file] of a) if (b.get(path) !== file) return false;
  return true;
}
