import { type Askable, dependenciesOn } from '../memory/dependency';
import { memoize } from '../memory/lazy';
import { isTerraform, isVariables, type SourceFile } from '../source';
import type { Asked, Surroundings } from '../surroundings';
import type { World } from './instance';
import { type Module, makeModule } from './module';

/** The modules that files make up, by folder. */
export function modulesOf(files: readonly SourceFile[]): ReadonlyMap<string, Module> {
  const folders = new Map<string, SourceFile[]>();
  for (const file of files) {
    const members = folders.get(file.folder);
    if (members) members.push(file);
    else folders.set(file.folder, [file]);
  }
  // The array itself where it is one module: others may have asked for it before.
  return new Map([...folders].map(([folder, members]) => [folder, moduleOf(folders.size === 1 ? files : members)]));
}

/** Kept as long as the files do not change. */
const moduleOf = memoize((files: readonly SourceFile[]): Module => {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return makeModule(files[0]?.folder ?? '', sorted.filter(isTerraform), sorted.filter(isVariables));
});

/** What is around the modules that are judged. What is asked for is noted. */
export function worldOf(
  judged: ReadonlyMap<string, Module>,
  { filesIn, textOf, callersOf, resolve, hasNoRecorder = () => false }: Surroundings,
  asked: { readonly [kind in keyof Asked]: Set<string> },
): World {
  return watchedWorld({
    resolve,
    hasNoRecorder,
    moduleIn(folder) {
      const own = judged.get(folder);
      if (own) return own;
      asked.folders.add(folder);
      const files = filesIn(folder);
      return files && files.length > 0 ? moduleOf(files) : undefined;
    },
    textOf(path) {
      asked.texts.add(path);
      return textOf(path);
    },
    callersOf(folder) {
      asked.callers.add(folder);
      return callersOf(folder);
    },
  });
}

/** The same, where what is asked is noted. */
function watchedWorld(world: World): World {
  const asksForNoRecorder = dependenciesOn(recordersIn(world), recordersIn);
  const asksForModule = dependenciesOn(modulesIn(world), modulesIn);
  const asksForText = dependenciesOn(textsIn(world), textsIn);
  const asksForCallers = dependenciesOn(callersIn(world), callersIn);
  return {
    resolve: world.resolve,
    hasNoRecorder(folder) {
      asksForNoRecorder(folder);
      return world.hasNoRecorder(folder);
    },
    moduleIn(folder) {
      asksForModule(folder);
      return world.moduleIn(folder);
    },
    textOf(path) {
      asksForText(path);
      return world.textOf(path);
    },
    callersOf(folder) {
      asksForCallers(folder);
      return world.callersOf(folder);
    },
  };
}

function recordersIn({ hasNoRecorder }: World): Askable {
  return { identityOf: (folder = '') => [hasNoRecorder(folder)] };
}

/** What is in a module is noted where it is asked for. */
function modulesIn({ moduleIn }: World): Askable {
  return { identityOf: (folder = '') => [moduleIn(folder) !== undefined] };
}

function textsIn({ textOf }: World): Askable {
  return { identityOf: (path = '') => [textOf(path)] };
}

function callersIn({ callersOf }: World): Askable {
  return { identityOf: (folder = '') => callersOf(folder) ?? [undefined] };
}
