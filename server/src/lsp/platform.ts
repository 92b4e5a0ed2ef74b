import type { Grammars } from '../core/syntax/parser';

/** What the server needs of the world it runs in. Node, a browser's worker and a test each bring their own. */
export interface Platform {
  /** As the client is told it. */
  readonly version: string;
  readonly grammars: () => Promise<Grammars>;
  /** What is directly in a folder, given by its URI with `/` at its end. Empty for a folder that does not exist. */
  readonly listFolder: (uri: string) => Promise<Listing>;
  /** The text of a file on disk, undefined for one that does not exist. */
  readonly readFile: (uri: string) => Promise<string | undefined>;
  /** The size of a file on disk in bytes, undefined for one that does not exist, and for what is no file. */
  readonly sizeOf: (uri: string) => Promise<number | undefined>;
  /** Whether HashiCorp's parser accepts a Terraform file. Undefined where there is no such judge. */
  readonly accepts?: (path: string, text: string) => Promise<boolean>;
}

/** The names of what is in a folder. A link may be one to a file; one to a folder is never among the folders. */
export interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}
