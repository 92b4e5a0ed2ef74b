import { vocabulary } from '../model/vocabulary';
import { hasOpenings, isTerraform, type SourceFile } from '../source';
import type { LocatedBlock } from './module';
import { localSource } from './module-source';

/** What a file does with modules, trails and event data stores, for one who looks at many files and remembers little of each. */
export interface Skimmed {
  /** The folders of the modules that it calls by a relative path. */
  readonly calls: readonly string[];
  /** Whether it calls modules from elsewhere, which Terraform may have fetched. */
  readonly callsFetched: boolean;
  /** Whether it declares a trail or an event data store. */
  readonly declaresRecorder: boolean;
  /** Whether some text of it is being typed, and may be a call that is not seen. */
  readonly isUnfinished: boolean;
}

/** `resolve` is as in `Surroundings`. */
export function skimFile(file: SourceFile, resolve: (folder: string, path: string) => string): Skimmed {
  if (!isTerraform(file)) return { calls: [], callsFetched: false, declaresRecorder: false, isUnfinished: false };
  const { blocks } = file.content;
  const calls = blocks.filter(({ block }) => block.type === 'module');
  const sources = calls.map((topLevel): string | undefined => {
    const call: LocatedBlock = { ...topLevel, file, overrides: [] };
    return localSource(call);
  });
  const local = sources.filter((source) => source !== undefined);
  return {
    calls: [...new Set(local.map((source) => resolve(file.folder, `${source}/`)))],
    callsFetched: local.length < sources.length,
    isUnfinished: hasOpenings(file),
    declaresRecorder: blocks.some(
      ({ block: { type, labels } }) => type === 'resource' && recorders.includes(labels[0] ?? ''),
    ),
  };
}

const recorders: readonly string[] = [vocabulary.trail.terraform, vocabulary.store.terraform];
