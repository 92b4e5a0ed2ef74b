import { mapLimited } from './limited';
import type { Listing, Platform } from './platform';
import { fileIn, isCalling, isSkipped } from './uri';

/** What a walk is made with. */
export interface WalkReader extends Pick<Platform, 'listFolder'> {
  readonly readsAtOnce: number;
  /** Told of what is found: how many Terraform files, and how many entries in all. The walk ends where it says so. */
  readonly meet: (files: number, entries: number) => 'go on' | 'end';
  readonly read: (path: string) => Promise<void>;
  readonly log: (error: unknown) => void;
}

/**
 * Reads each Terraform file in a folder and below. Hidden folders and those of installed packages are left out. Links to folders are not
 * followed: what they lead to is found where it is, and no walk goes in a circle.
 */
export async function walk(folder: string, { listFolder, readsAtOnce, meet, read, log }: WalkReader): Promise<void> {
  const waiting = [folder];
  while (waiting.length > 0) {
    const now = waiting.splice(-readsAtOnce);
    const listings = await mapLimited(readsAtOnce, now, async (uri) => {
      const listing = await listFolder(uri).catch(log);
      return found(uri, listing ?? { files: [], folders: [] });
    });
    const files = listings.flatMap((listing) => listing.files);
    const entries = listings.reduce((sum, listing) => sum + listing.entries, 0);
    if (meet(files.length, entries) === 'end') return;
    await mapLimited(readsAtOnce, files, read);
    waiting.push(...listings.flatMap((listing) => listing.folders));
  }
}

/** What matters in a folder, by URI. */
function found(uri: string, { files, folders }: Listing) {
  return {
    files: files.map((name) => fileIn(uri, name)).filter(isCalling),
    folders: folders.filter((name) => !isSkipped(name)).map((name) => `${fileIn(uri, name)}/`),
    entries: files.length + folders.length,
  };
}

/** Lets others have their turn whenever that much has been done. */
export function pauseAfter(most: number): (done: number) => Promise<void> {
  let sum = 0;
  return async (done) => {
    sum += done;
    if (sum < most) return;
    sum = 0;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  };
}
