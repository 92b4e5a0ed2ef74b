import type { Surroundings } from '../core/surroundings';
import { loadSyntax, type Syntax } from '../core/syntax/parser';
import { type Callers, findCallers } from './callers';
import { readDocuments } from './document-sources';
import { type OpenDocument, type OpenDocuments, openDocuments } from './documents';
import { type Library, openLibrary, type Wanted } from './library';
import type { Platform } from './platform';
import { today } from './today';
import { openUnit, type Snapshot, type Unit, type UnitReader } from './unit';
import { normalizeFolder, normalizeUri, resolvePath, unitOf } from './uri';

/** The open documents, what is judged together with each, and what that is judged with. */
export interface Workspace extends Omit<OpenDocuments, 'inUnit'>, Judging, Following {
  readonly documentsIn: (unit: string) => readonly OpenDocument[];
  /** The units with open documents. */
  readonly units: () => Iterable<string>;
  readonly syntax: Promise<Syntax>;
}

interface Judging {
  /** What is known once everything is read that the document is judged with; undefined for a document that is not open then. */
  readonly ready: (uri: string) => Promise<Snapshot | undefined>;
  /** Undefined while something is being read, and for a document that is not open. */
  readonly snapshot: (uri: string) => Snapshot | undefined;
}

interface Following {
  /** Files were changed, created or deleted on disk. */
  readonly filesChanged: (uris: readonly string[]) => void;
  /** Folders, or files, went away or came from elsewhere with all that is in them. */
  readonly foldersChanged: (deleted: readonly string[], created: readonly string[]) => void;
  readonly workspaceFoldersChanged: (added: readonly string[], removed: readonly string[]) => void;
  /** A document was saved: the best moment there is to look again at what cannot be watched. */
  readonly saved: (uri: string, isWatched: (uri: string) => boolean) => void;
  readonly settingsChanged: () => void;
}

/** What the workspace is told by, and tells, the server around it. */
export interface Shell extends Pick<UnitReader, 'settingsFor' | 'log'> {
  readonly workspaceFolders: readonly string[];
  /** What is to be said about any open document may have changed: first of all about those of the unit, if one is named. */
  readonly onChanged: (unit?: string) => void;
  /** A folder, with `/` at its end, or a file is read from now on, or no more. */
  readonly onWanted: (uri: string) => void;
  readonly onForgotten: (uri: string) => void;
}

/** While somebody types, a module is called and not called in turns: so much is kept that nobody asks for. */
const mostSpare = 300;

export function openWorkspace(platform: Platform, shell: Shell): Workspace {
  const documents = openDocuments();
  const units = new Map<string, Unit>();
  const syntax = platform.grammars().then(loadSyntax);
  const reader = { ...platform, ...shell, syntax, onChanged: () => shell.onChanged() };
  const sources = readDocuments(documents, syntax, ({ unit, path }) => library.folder(unit)?.onDisk(path));
  const library = openLibrary({
    ...reader,
    isOpen: (path) => documents.get(path) !== undefined,
    openIn: sources.in,
    onLoaded: reader.onChanged,
  });
  const callers = findCallers({ ...reader, folders: shell.workspaceFolders.map(normalizeFolder) });
  const surroundings: Surroundings = {
    filesIn: (folder) => library.folder(folder)?.files(),
    textOf: (path) => documents.get(path)?.text ?? library.text(path)?.text(),
    callersOf: callers.of,
    today,
    resolve: resolvePath,
  };
  const forgetUnwanted = (spare: number) => library.keep(wantedBy(units), spare);
  const unitReader = (uri: string): UnitReader => ({
    ...reader,
    folder: library.openFolder(uri),
    surroundings,
    has: library.has,
    fetch: (asked) => [
      ...library.fetch(asked),
      ...[...asked.callers].flatMap((folder) => callers.pending(folder) ?? []),
    ],
    onSettings: reader.onChanged,
    onJudged: () => forgetUnwanted(mostSpare),
  });
  return {
    documentsIn: documents.inUnit,
    units: () => units.keys(),
    syntax,
    ...editing(documents, {
      changed(document) {
        library.folder(document.unit)?.documentsChanged();
        if (document.language.startsWith('terraform')) {
          callers.start();
          callers.documentChanged(document.path, () => sources.of(document.path));
        }
        shell.onChanged(document.unit);
      },
      opened: ({ unit }) => units.has(unit) || units.set(unit, openUnit(unit, unitReader(unit))),
      closed({ path, unit }) {
        sources.forget(path);
        if (documents.inUnit(unit).length === 0) units.delete(unit);
        forgetUnwanted(0);
        library.filesChanged([path]);
        callers.filesChanged([path]);
      },
    }),
    ...judging(units, syntax),
    ...following(units, library, callers),
  };
}

/** The documents, where each change of them is told. */
function editing(
  documents: OpenDocuments,
  tell: Readonly<Record<'opened' | 'changed' | 'closed', (document: OpenDocument) => void>>,
): Omit<OpenDocuments, 'inUnit'> {
  const told = (document: OpenDocument | undefined, ...steps: readonly (keyof typeof tell)[]) => {
    if (document) for (const step of steps) tell[step](document);
    return document;
  };
  return {
    get: documents.get,
    open: (item) => told(documents.open(item), 'opened', 'changed'),
    change: (identifier, changes) => told(documents.change(identifier, changes), 'changed'),
    close: (uri) => told(documents.close(uri), 'closed', 'changed'),
  };
}

function judging(units: ReadonlyMap<string, Unit>, syntax: Promise<unknown>): Judging {
  const judge = (uri: string) => units.get(unitOf(normalizeUri(uri)))?.judge();
  return {
    async ready(uri) {
      await syntax;
      for (;;) {
        const found = judge(uri);
        if (found?.kind !== 'waiting') return found?.snapshot;
        await found.until;
      }
    },
    snapshot(uri) {
      const found = judge(uri);
      return found?.kind === 'final' ? found.snapshot : undefined;
    },
  };
}

function following(units: ReadonlyMap<string, Unit>, library: Library, callers: Callers): Following {
  return {
    filesChanged(uris) {
      const paths = uris.map(normalizeUri);
      library.filesChanged(paths);
      callers.filesChanged(paths);
    },
    foldersChanged(deleted, created) {
      library.foldersChanged([...deleted, ...created].map(normalizeFolder));
      callers.foldersDeleted(deleted.map(normalizeFolder));
      callers.foldersCreated(created.map(normalizeFolder));
    },
    workspaceFoldersChanged: (added, removed) =>
      callers.workspaceChanged(added.map(normalizeFolder), removed.map(normalizeFolder)),
    saved(uri, isWatched) {
      const unit = unitOf(normalizeUri(uri));
      const { folders = [], texts = [] } = units.get(unit)?.asked() ?? {};
      for (const wanted of new Set([unit, ...folders, ...texts])) {
        if (!isWatched(wanted)) (library.folder(wanted) ?? library.text(wanted))?.reload();
      }
    },
    settingsChanged() {
      for (const unit of units.values()) unit.reloadSettings();
    },
  };
}

/** What the latest reports were made with, and what they will be made with: all else is not needed. */
function wantedBy(units: ReadonlyMap<string, Unit>): Wanted {
  const folders = new Set(units.keys());
  const texts = new Set<string>();
  for (const unit of units.values()) {
    const asked = unit.asked();
    for (const folder of asked?.folders ?? []) folders.add(folder);
    for (const text of asked?.texts ?? []) texts.add(text);
  }
  return { folders, texts };
}
