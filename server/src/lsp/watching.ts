import { type Connection, DidChangeWatchedFilesNotification, type Disposable, WatchKind } from 'vscode-languageserver';
import type { Features } from './features';
import { attempt } from './requests';
import { folderOf, nameOf, normalizeFolder } from './uri';

/** Keeps what is read from disk current. */
export interface Watching {
  /** Watches a folder, with `/` at its end, or a file, where it is not watched anyway. */
  readonly watch: (uri: string) => void;
  readonly unwatch: (uri: string) => void;
  /** Whether changes of it will be told. */
  readonly isWatched: (uri: string) => boolean;
  readonly foldersChanged: (added: readonly string[], removed: readonly string[]) => void;
}

interface Watcher {
  readonly globPattern: Glob;
  readonly kind?: WatchKind;
}

type Glob = string | { readonly baseUri: string; readonly pattern: string };

/** Templates need no watching: each is judged alone, as it is in the editor. */
const files = '*.{tf,tofu,tf.json,tofu.json,tfvars,tfvars.json}';
const isFile = /\.(?:tf|tofu|tfvars)(?:\.json)?$/;

/** Where `terraform init` notes the modules that it has fetched. */
const installed = '.terraform/modules/modules.json';

/**
 * Where a folder is deleted, clients tell of the folder and not of its files; where one is created with files in it, of the folder for sure
 * and of the files perhaps. A folder may have any name.
 */
const forWorkspace: readonly Watcher[] = [
  { globPattern: `**/${files}` },
  { globPattern: `**/${installed}` },
  { globPattern: '**/*', kind: (WatchKind.Create | WatchKind.Delete) as WatchKind },
];

export function watchFiles(connection: Connection, features: Features, workspaceFolders: readonly string[]): Watching {
  const folders = new Set(workspaceFolders.map(normalizeFolder));
  const wanted = new Set<string>();
  const registered = new Map<string, Promise<Disposable>>();
  const register = (...watchers: Watcher[]) =>
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  const isInside = (uri: string) =>
    [...folders].some((folder) => uri.startsWith(folder)) && (uri.endsWith('/') || hasGlob(uri));
  const adjust = (uri: string) => {
    const glob = wanted.has(uri) && !isInside(uri) && features.watchFolders ? globOf(uri) : undefined;
    const registration = registered.get(uri);
    if (glob && !registration) {
      const pending = register({ globPattern: glob });
      registered.set(uri, pending);
      void attempt(connection, 'watching files', () => pending);
    } else if (!glob && registration) {
      registered.delete(uri);
      void attempt(connection, 'watching files', async () => (await registration).dispose());
    }
  };

  if (!features.watchFiles) {
    return { watch() {}, unwatch() {}, isWatched: () => false, foldersChanged() {} };
  }
  void attempt(connection, 'watching files', () => register(...forWorkspace));
  return {
    watch(uri) {
      wanted.add(uri);
      adjust(uri);
    },
    unwatch(uri) {
      wanted.delete(uri);
      adjust(uri);
    },
    isWatched: (uri) => isInside(uri) || registered.has(uri),
    foldersChanged(added, removed) {
      for (const uri of removed) folders.delete(normalizeFolder(uri));
      for (const uri of added) folders.add(normalizeFolder(uri));
      for (const uri of wanted) adjust(uri);
    },
  };
}

/** Whether what was created there may be a folder: those of modules have no dots in their names, and most files have. */
export function mayBeFolder(uri: string): boolean {
  return !nameOf(uri).includes('.');
}

/** Whether the globs for the workspace are for a file of that name, too. */
function hasGlob(uri: string): boolean {
  return isFile.test(uri) || uri.endsWith(`/${installed}`);
}

/** Undefined for what stands alone, and where the name has a meaning in a glob, which has no way to say that it has none. */
function globOf(uri: string): Glob | undefined {
  if (uri.endsWith('/')) return { baseUri: uri, pattern: files };
  const [folder, name] = [folderOf(uri), nameOf(uri)];
  return folder === '' || /[*?[\]{},!\\]/.test(name) ? undefined : { baseUri: folder, pattern: name };
}
