import type { Platform } from './platform';
import { makeSequence } from './sequence';

/** The text of a file that is no file of a module, as it is on disk. */
export interface LoadedText {
  /** `null` where there is no such file, undefined where it has not been read, or is too large to be. */
  readonly text: () => string | null | undefined;
  readonly loading: () => Promise<void> | undefined;
  readonly reload: () => void;
}

export interface TextReader extends Pick<Platform, 'readFile' | 'sizeOf'> {
  readonly log: (error: unknown) => void;
  /** It was read, and is not to be read again. */
  readonly onLoaded: () => void;
}

/** In bytes: larger ones are no keys and no policies. */
export const largestText = 1_000_000;

/** A text that starts being read. */
export function loadText(path: string, reader: TextReader): LoadedText {
  let text: string | null | undefined;
  const reading = makeSequence(reader.log, reader.onLoaded);
  const reload = () =>
    reading.add(async () => {
      text = await read(path, reader).catch((error) => void reader.log(error));
    });
  reload();
  return { text: () => text, loading: reading.underWay, reload };
}

async function read(path: string, { sizeOf, readFile, log }: TextReader): Promise<string | null | undefined> {
  const size = await sizeOf(path);
  if (size === undefined) return null;
  if (size <= largestText) return (await readFile(path)) ?? null;
  log(`${path} is larger than 1 MB: what is in it is taken as unknown.`);
  return undefined;
}
