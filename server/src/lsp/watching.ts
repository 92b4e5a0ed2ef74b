import { type Connection, DidChangeWatchedFilesNotification, type Disposable } from 'vscode-languageserver';
import type { Features } from './features';
import { attempt } from './requests';
import { normalizeUri } from './uri';

/** Keeps what is read from disk current. */
export interface Watching {
  /** Watches the folder of a unit, where it lies outside of the workspace and is not watched anyway. */
  readonly watch: (unit: string) => void;
  readonly unwatch: (unit: string) => void;
  readonly foldersChanged: (added: readonly string[], removed: readonly string[]) => void;
}

/** Templates need no watching: each is judged alone, as it is in the editor. */
const files = '*.{tf,tofu,tf.json,tofu.json}';

export function watchFiles(connection: Connection, features: Features, workspaceFolders: readonly string[]): Watching {
  const folders = new Set(workspaceFolders.map(asFolder));
  const watched = new Map<string, Promise<Disposable>>();
  const register = (globPattern: string | { readonly baseUri: string; readonly pattern: string }) =>
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern }] });

  if (features.watchFiles) void attempt(connection, 'watching files', () => register(`**/${files}`));
  return {
    watch(unit) {
      if (!features.watchFiles || !features.watchFolders || !unit.endsWith('/') || watched.has(unit)) return;
      if ([...folders].some((folder) => unit.startsWith(folder))) return;
      const registration = register({ baseUri: unit, pattern: files });
      watched.set(unit, registration);
      void attempt(connection, 'watching files', () => registration);
    },
    unwatch(unit) {
      const registration = watched.get(unit);
      watched.delete(unit);
      if (registration) void attempt(connection, 'watching files', async () => (await registration).dispose());
    },
    foldersChanged(added, removed) {
      for (const uri of removed) folders.delete(asFolder(uri));
      for (const uri of added) folders.add(asFolder(uri));
    },
  };
}

function asFolder(uri: string): string {
  return normalizeUri(uri).replace(/\/?$/, '/');
}
