import { memoize } from '../memory/lazy';
import { joinPath } from '../text/path';
import { callNames, chainOf, type Instance } from './instance';
import { findAttribute, type LocatedBlock } from './module';

/** Where the module of a call lies. */
export interface ModuleSource {
  readonly folder: string;
  /** As Terraform sees it from where it runs. */
  readonly path: string;
  /** Whether Terraform has fetched it from elsewhere. */
  readonly isInstalled: boolean;
}

/** The folder beside the caller that a call names, or the one that Terraform has put the module into; undefined where neither is known. */
export function sourceOf(owner: LocatedBlock, name: string, caller: Instance): ModuleSource | undefined {
  const { module, world, path } = caller;
  const source = localSource(owner);
  if (source !== undefined) {
    const isInstalled = caller.call?.isInstalled ?? false;
    return { folder: world.resolve(module.folder, `${source}/`), path: joinPath(path, source), isInstalled };
  }
  const root = rootOf(caller);
  const installed = installedFolders(root).get([...callNames(caller), name].join('.'));
  if (installed === undefined) return undefined;
  return { folder: world.resolve(root.module.folder, `${installed}/`), path: installed, isInstalled: true };
}

/** The relative path that a call gives as its source; undefined for modules from elsewhere. */
export function localSource(owner: LocatedBlock): string | undefined {
  const attribute = findAttribute(owner, 'source');
  const value = typeof attribute === 'string' ? undefined : attribute.value();
  if (value?.kind !== 'literal' || typeof value.value !== 'string') return undefined;
  return /^\.\.?(?:\/|$)/.test(value.value) ? value.value : undefined;
}

/** The text of a file by its path from where Terraform runs. */
export function textNamed(path: string, instance: Instance): string | null | undefined {
  const { module, world } = rootOf(instance);
  return world.textOf(world.resolve(module.folder, path));
}

function rootOf(instance: Instance): Instance {
  return chainOf(instance).at(-1) ?? instance;
}

/** Where `terraform init` notes what it has fetched, from the folder that it ran in. */
export const installedModules = '.terraform/modules/modules.json';

/** What `terraform init` has noted: the folder of each module by the names of the calls that lead to it. */
const installedFolders = memoize((root: Instance): ReadonlyMap<string, string> => {
  const text = textNamed(installedModules, root);
  try {
    const { Modules: modules } = JSON.parse(text ?? '{}') as { readonly Modules?: unknown };
    const list: readonly unknown[] = Array.isArray(modules) ? modules : [];
    return new Map(list.flatMap((entry) => asInstalled(entry)));
  } catch {
    return new Map();
  }
});

function asInstalled(entry: unknown): readonly (readonly [string, string])[] {
  if (typeof entry !== 'object' || entry === null || !('Key' in entry) || !('Dir' in entry)) return [];
  const { Key: key, Dir: folder } = entry;
  return typeof key === 'string' && typeof folder === 'string' ? [[key, folder.replaceAll('\\', '/')]] : [];
}
