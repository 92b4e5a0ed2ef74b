import type { SourceFile } from './source';

/**
 * What there is around the files that are judged, as far as the shell has read it. Core asks and the shell fetches: what is asked for and is
 * not there is unknown, and is in the report, so that the shell can read it and ask again.
 */
export interface Surroundings {
  /** The Terraform files of a folder, none where there is no such folder; undefined where they have not been read. The same array as long as no file changes. */
  readonly filesIn: (folder: string) => readonly SourceFile[] | undefined;
  /** The text of another file: `null` where there is none, undefined where it has not been read. */
  readonly textOf: (path: string) => string | null | undefined;
  /** The folders in the workspace with calls of the module of a folder; undefined as long as they are not known. */
  readonly callersOf: (folder: string) => readonly string[] | undefined;
  /** Whether a folder is known, without being read, to have no trail or event data store, nor any module that it calls. */
  readonly hasNoRecorder?: (folder: string) => boolean;
  /** The day that it is in UTC, such as 2030-01-31, for what ends on a day; nothing ends where nobody says. */
  readonly today?: () => string;
  /** A relative path with `/` between its parts, as seen from a folder. One that ends with `/` names a folder. */
  readonly resolve: (folder: string, path: string) => string;
}

/** What a report was made with besides the files that are judged, whether it was there or not. */
export interface Asked {
  readonly folders: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
  /** The folders whose callers were asked for. */
  readonly callers: ReadonlySet<string>;
}
