import { type Askable, dependenciesOn, type Identity, identities, watched } from '../memory/dependency';
import { lazy, makeResults } from '../memory/lazy';
import type { Place } from '../model/place';
import { hasOpenings, type TerraformFile, type VariablesFile } from '../source';
import {
  type Attribute,
  attributeNamed,
  type Block,
  blockSources,
  contentsOf,
  type TopLevelBlock,
} from '../syntax/hcl/tree';
import { mentions } from '../text/mention';
import { type Span, shift } from '../text/span';

/** The files of one folder, and their blocks by what they are referred to as. What is asked of it is noted, but for its files. */
export interface Module {
  readonly folder: string;
  readonly files: readonly TerraformFile[];
  /** Whether some text of it is being typed, and may be a block that is not seen. */
  readonly isUnfinished: boolean;
  /** Whether some text between blocks that does not read as one mentions a name. */
  readonly mayMention: (name: string) => boolean;
  /** By address: `aws_cloudtrail.main`, `data.aws_region.current`. Of several blocks with one address, the first. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** The managed resources of a type, each block of them, in the order of files and lines. */
  readonly managed: (type: string) => readonly Resource[];
  /** The blocks of a type, such as `provider`. */
  readonly blocks: (type: string) => readonly LocatedBlock[];
  /** By name, without `var.` */
  readonly variables: ReadonlyMap<string, LocatedBlock>;
  /** By name, without `local.` */
  readonly locals: ReadonlyMap<string, LocatedAttribute>;
  /** By name, without `module.` */
  readonly calls: ReadonlyMap<string, LocatedBlock>;
  /** By name. */
  readonly outputs: ReadonlyMap<string, LocatedBlock>;
  /** The values that the files of variables which Terraform reads by itself give, by name. */
  readonly assignments: ReadonlyMap<string, LocatedAttribute>;
  /** What was asked of it, to be asked again. */
  readonly asked: Readonly<Record<ModulePart, Askable>>;
}

type ModulePart =
  | 'isUnfinished'
  | 'mayMention'
  | 'resources'
  | 'managed'
  | 'blocks'
  | 'variables'
  | 'locals'
  | 'calls'
  | 'outputs'
  | 'assignments';

/** A top-level block and its file. */
export interface LocatedBlock extends TopLevelBlock {
  readonly file: TerraformFile | VariablesFile;
  /** The blocks of override files that are merged into it; the last one wins. */
  readonly overrides: readonly LocatedBlock[];
}

/** An attribute and the block that it is written in. */
export interface LocatedAttribute extends Attribute {
  readonly owner: LocatedBlock;
}

/** A block inside another one, and the top-level block that it is written in. */
export interface NestedBlock {
  readonly owner: LocatedBlock;
  readonly block: Block;
}

export interface Resource extends LocatedBlock {
  readonly file: TerraformFile;
  readonly address: string;
  readonly type: string;
  readonly name: string;
}

/** The module that the files of one folder make up. Each part of it is made when it is asked for: of most modules little is. */
export function makeModule(
  folder: string,
  files: readonly TerraformFile[],
  variableFiles: readonly VariablesFile[],
): Module {
  const overriding = files.filter(isOverride);
  const base = overriding.length === 0 ? files : files.filter((file) => !isOverride(file));
  const overrides = lazy(() => groupBy(blocksOf(overriding, anyType), idOf));
  const ofTypes = (...types: readonly string[]): readonly LocatedBlock[] => {
    const blocks = blocksOf(base, types);
    if (overriding.length === 0) return blocks;
    return blocks.map((block) => ({ ...block, overrides: overrides().get(idOf(block)) ?? none }));
  };
  const allResources = lazy(() => ofTypes('resource', 'data').flatMap(asResource));
  const isUnfinished = lazy(() => files.some(hasOpenings));
  const unread = lazy(() => files.flatMap(unreadIn));
  const mayMention = (name: string) => unread().some((text) => mentions(text, name));
  const parts = {
    resources: lazy(() => firstOf(allResources(), ({ address }) => address)),
    managed: lazy(() => groupBy(allResources().filter(isManaged), ({ type }) => type)),
    blocks: makeResults<string, readonly LocatedBlock[]>(),
    variables: lazy(() => firstOf(ofTypes('variable'), labelOf)),
    calls: lazy(() => firstOf(ofTypes('module'), labelOf)),
    outputs: lazy(() => firstOf(ofTypes('output'), labelOf)),
    locals: lazy(() => attributesByName([...ofTypes('locals'), ...(overrides().get('locals') ?? none)])),
    assignments: lazy(() => attributesByName(blocksOf([...variableFiles].sort(byPrecedence), anyType))),
  };
  const blocks = (type: string) => parts.blocks(type, () => ofTypes(type));
  const asked: Module['asked'] = {
    isUnfinished: { identityOf: () => [isUnfinished()] },
    mayMention: { identityOf: (name = '') => [mayMention(name)] },
    resources: lazyIdentities(parts.resources, identityOf),
    managed: { identityOf: (type = '') => (parts.managed().get(type) ?? noResources).flatMap(identityOf) },
    blocks: { identityOf: (type = '') => blocks(type).flatMap(identityOf) },
    variables: lazyIdentities(parts.variables, identityOf),
    locals: lazyIdentities(parts.locals, identityOfAttribute),
    calls: lazyIdentities(parts.calls, identityOf),
    outputs: lazyIdentities(parts.outputs, identityOf),
    assignments: lazyIdentities(parts.assignments, identityOfAttribute),
  };
  const asksFor = (part: ModulePart) => dependenciesOn(asked[part], askIn(folder, part));
  const [asksForUnfinished, asksForMention] = [asksFor('isUnfinished'), asksFor('mayMention')];
  const [asksForManaged, asksForBlocks] = [asksFor('managed'), asksFor('blocks')];
  const watchedParts = {
    resources: lazy(() => watched(parts.resources(), asksFor('resources'))),
    variables: lazy(() => watched(parts.variables(), asksFor('variables'))),
    calls: lazy(() => watched(parts.calls(), asksFor('calls'))),
    outputs: lazy(() => watched(parts.outputs(), asksFor('outputs'))),
    locals: lazy(() => watched(parts.locals(), asksFor('locals'))),
    assignments: lazy(() => watched(parts.assignments(), asksFor('assignments'))),
  };
  return {
    folder,
    files,
    asked,
    get isUnfinished() {
      asksForUnfinished();
      return isUnfinished();
    },
    mayMention(name) {
      asksForMention(name);
      return mayMention(name);
    },
    managed(type) {
      asksForManaged(type);
      return parts.managed().get(type) ?? noResources;
    },
    blocks(type) {
      asksForBlocks(type);
      return blocks(type);
    },
    get resources() {
      return watchedParts.resources();
    },
    get variables() {
      return watchedParts.variables();
    },
    get calls() {
      return watchedParts.calls();
    },
    get outputs() {
      return watchedParts.outputs();
    },
    get locals() {
      return watchedParts.locals();
    },
    get assignments() {
      return watchedParts.assignments();
    },
  };
}

/** The modules that there are at one time. */
export interface Modules {
  readonly moduleIn: (folder: string) => Module | undefined;
}

/** Holds on to no module. */
function askIn(folder: string, part: ModulePart): (now: Modules) => Askable | undefined {
  return (now) => now.moduleIn(folder)?.asked[part];
}

function lazyIdentities<T>(map: () => ReadonlyMap<string, T>, identityOfOne: (one: T) => Identity): Askable {
  return { identityOf: (name) => identities(map(), identityOfOne).identityOf(name) };
}

/** A block whose text is the same stays the same value, wherever it has moved to. */
function identityOf({ block, file, overrides }: LocatedBlock): Identity {
  return [block, file.path, ...overrides.flatMap(identityOf)];
}

function identityOfAttribute({ name, owner }: LocatedAttribute): Identity {
  return [name, ...identityOf(owner)];
}

function unreadIn(file: TerraformFile): readonly string[] {
  if (file.language !== 'terraform' || file.content.openings.length === 0) return [];
  const { text, blocks, openings } = file.content;
  return openings.flatMap((start) => {
    const next = blocks.find((block) => block.start >= start)?.start ?? text.length;
    return next > start ? [text.slice(start, next)] : [];
  });
}

/** The managed resources of a type, in the order of files and lines. */
export function resourcesOfType(module: Module, type: string): readonly Resource[] {
  return module.managed(type);
}

export function placeOf(owner: LocatedBlock, within: Span): Place {
  return { path: owner.file.path, span: shift(within, owner.start) };
}

/** An attribute, or why there is none: `unsure` where a body is being typed and the name may be among what does not read. */
export function findAttribute(owner: LocatedBlock, name: string): LocatedAttribute | 'absent' | 'unsure' {
  if (owner.overrides.length === 0) {
    const found = attributeIn(owner.block, name);
    return typeof found === 'string' ? found : { ...found, owner };
  }
  let isUnsure = false;
  for (const each of [...owner.overrides.toReversed(), owner]) {
    const found = attributeIn(each.block, name);
    if (typeof found !== 'string') return { ...found, owner: each };
    isUnsure ||= found === 'unsure';
  }
  return isUnsure ? 'unsure' : 'absent';
}

/** Like `findAttribute`, in one block as it is written. */
export function attributeIn(block: Block, name: string): Attribute | 'absent' | 'unsure' {
  const body = block.body();
  const attribute = attributeNamed(body, name);
  if (attribute) return attribute;
  return body.mayHold(name) ? 'unsure' : 'absent';
}

/** The blocks of a type in a block, those that a `dynamic` block makes among them. Those of an override stand for all that it overrides. */
export function nestedBlocks(owner: LocatedBlock, type: string): readonly NestedBlock[] {
  for (const each of [...owner.overrides.toReversed(), owner]) {
    const found = blocksIn(each.block, type);
    if (found.length > 0) return found.map((block) => ({ owner: each, block }));
  }
  return [];
}

/** The blocks of a type in a block as it is written. */
export function blocksIn(block: Block, type: string): readonly Block[] {
  return blockSources(block.body(), type).flatMap((source) =>
    source.kind === 'dynamic' ? contentsOf(source.block) : [source.block],
  );
}

/** developer.hashicorp.com/terraform/language/files/override */
function isOverride({ path }: TerraformFile): boolean {
  return /(?:^|[/_])override\.(?:tf|tofu)(?:\.json)?$/.test(path);
}

/** Values of `terraform.tfvars` first, those of later files replace them: developer.hashicorp.com/terraform/language/values/variables */
function byPrecedence(a: VariablesFile, b: VariablesFile): number {
  return rank(a) - rank(b) || (a.path < b.path ? -1 : 1);
}

function rank({ path }: VariablesFile): number {
  if (path.endsWith('.auto.tfvars') || path.endsWith('.auto.tfvars.json')) return 2;
  return path.endsWith('.json') ? 1 : 0;
}

const none: readonly LocatedBlock[] = [];
const noResources: readonly Resource[] = [];
const anyType = undefined;

function blocksOf(
  files: readonly (TerraformFile | VariablesFile)[],
  types: readonly string[] | undefined,
): readonly LocatedBlock[] {
  const found: LocatedBlock[] = [];
  for (const file of files) {
    for (const { start, block } of file.content.blocks)
      if (types === undefined || types.includes(block.type)) found.push({ start, block, file, overrides: none });
  }
  return found;
}

/** What blocks of override files are merged by. */
function idOf({ block }: TopLevelBlock): string {
  return block.type === 'locals' ? 'locals' : [block.type, ...block.labels].join(' ');
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function firstOf<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (!found.has(key)) found.set(key, item);
  }
  return found;
}

function attributesByName(owners: readonly LocatedBlock[]): ReadonlyMap<string, LocatedAttribute> {
  const located = owners.flatMap((owner) =>
    owner.block.body().attributes.map((attribute): LocatedAttribute => ({ ...attribute, owner })),
  );
  return new Map(located.map((attribute) => [attribute.name, attribute]));
}

function labelOf({ block }: TopLevelBlock): string {
  return block.labels[0] ?? '';
}

function asResource(located: LocatedBlock): readonly Resource[] {
  const { start, file, block, overrides } = located;
  const [type, name] = block.labels;
  const isData = block.type === 'data';
  if ((!isData && block.type !== 'resource') || type === undefined || name === undefined) return [];
  if (file.language !== 'terraform' && file.language !== 'terraform-json') return [];
  const address = isData ? `data.${type}.${name}` : `${type}.${name}`;
  return [{ start, block, file, overrides, address, type, name }];
}

function isManaged({ block }: Resource): boolean {
  return block.type === 'resource';
}
