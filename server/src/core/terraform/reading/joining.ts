import { makeResults, memoize } from '../../memory/lazy';
import { equals, textOf } from '../../model/policy/text';
import type { Value } from '../../model/value';
import { isUnfinished } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import type { Block } from '../../syntax/hcl/tree';
import { mentions } from '../../text/mention';
import type { Bindings } from '../evaluation/evaluate';
import { evaluateAttribute, evaluateIn, repetitionOf } from '../evaluation/named-values';
import { type Instance, noBindings } from '../instance';
import { findAttribute, type Resource } from '../module';
import { expressionsIn, reachedFrom, referencesIn } from '../references';
import {
  type Declared,
  declarationNamed,
  declaredOfType,
  fullAddressOf,
  memoizeDeclared,
  rootOf,
  unreadCallsIn,
} from './declared';
import { firewall, identityOf } from './firewall';
import { keyTypes } from './key-types';
import { memberInStep, namesAnother } from './member';

/** What is declared apart from the resource that it is for. */
export interface Joined {
  readonly found: readonly Declared[];
  /** Whether there may be more, which the files at hand do not tell to be for this one. */
  readonly mayBeMore: boolean;
}

/** The resources of a type that are for a bucket or key, which an attribute of theirs names. */
export function joinedTo(root: Instance, target: Declared, type: string, attribute: string): Joined {
  const { plain, others, mayBeMore } = joinable(root, target, type, attribute, target.resource.type);
  const relations = others.map((declared) => {
    const known = isFor(declared, attribute, target);
    return { declared, isFor: known ?? (isForAnother(root, declared, attribute, target) ? false : undefined) };
  });
  const named = [...plain, ...relations.flatMap(({ declared, isFor }) => (isFor === true ? [declared] : []))];
  return {
    found: named.filter((declared) => namesAnother(declared, attribute, target) === false),
    mayBeMore:
      mayBeMore ||
      named.some((declared) => namesAnother(declared, attribute, target) === undefined) ||
      relations.some(({ isFor }) => isFor === undefined) ||
      root.module.mayMention(target.resource.name) ||
      isGivenToUnread(root, target),
  };
}

/** Whether what an attribute of a resource names is another one of the target's type: no two of them are the same. */
function isForAnother(root: Instance, declared: Declared, attribute: string, target: Declared): boolean {
  const full = fullAddressOf(target);
  return declaredOfType(root, target.resource.type).found.some(
    (other) => fullAddressOf(other) !== full && isFor(declared, attribute, other) === true,
  );
}

/** The resources of a type that name a target plainly, and those of which that has to be worked out. `of` is the type of what they name. */
export function joinable(root: Instance, target: Declared, type: string, attribute: string, of: string): Joinable {
  const full = fullAddressOf(target);
  return firewall(
    root,
    (now) => joinableIn(byNamed(now, type, attribute, of), full),
    ({ plain, others, mayBeMore }) => [...plain.flatMap(identityOf), ...others.flatMap(identityOf), mayBeMore],
  );
}

export interface Joinable {
  readonly plain: readonly Declared[];
  readonly others: readonly Declared[];
  readonly mayBeMore: boolean;
}

function joinableIn({ plain, others, mayBeMore }: ByNamed, full: string): Joinable {
  return { plain: plain.get(full) ?? [], others, mayBeMore };
}

/** The resources of a type by what an attribute of theirs names plainly. */
interface ByNamed {
  readonly plain: ReadonlyMap<string, readonly Declared[]>;
  readonly others: readonly Declared[];
  readonly mayBeMore: boolean;
}

function byNamed(root: Instance, type: string, attribute: string, of: string): ByNamed {
  return namedInRoot(root)(`${type} ${attribute} ${of}`, () => findNamed(root, type, attribute, of));
}

function findNamed(root: Instance, type: string, attribute: string, of: string): ByNamed {
  const { found: all, mayBeMore } = declaredOfType(root, type);
  const plain = new Map<string, Declared[]>();
  const others: Declared[] = [];
  for (const declared of all) {
    const address = plainlyNamed(declared, attribute, of);
    const full = address && declared.instance.prefix + address;
    const same = full && plain.get(full);
    if (same) same.push(declared);
    else if (full) plain.set(full, [declared]);
    else others.push(declared);
  }
  return { plain, others, mayBeMore };
}

const namedInRoot = memoize((_root: Instance) => makeResults<string, ByNamed>());

/** Whether what an attribute of a resource names is the target; undefined where that is not known. */
export function isFor(declared: Declared, attribute: string, target: Declared): boolean | undefined {
  // Most name it plainly, which need not be worked out.
  const plain = plainlyNamed(declared, attribute, target.resource.type);
  if (plain !== undefined) return declared.instance.prefix + plain === fullAddressOf(target);
  const values = valuesOf(declared, attribute);
  // What is being typed may come to name any of them: those that it does not name yet are left as they are.
  if (values.some(isUnfinished) && !mentions(declared.resource.block.text, target.resource.name)) return false;
  const sure = anyOf(values.map((value) => isAt(value, target)));
  return sure ?? (isWrittenAlike(declared, attribute, target) || isWrittenFor(declared, attribute, target));
}

/** Whether an attribute is written as the name of a bucket of the same module is: whatever that comes to, it is the same. */
export function isWrittenAlike({ instance, resource }: Declared, attribute: string, target: Declared): boolean {
  const { terraform: type, attributes } = vocabulary.bucket;
  if (target.instance !== instance || target.resource.type !== type) return false;
  const [own, its] = [findAttribute(resource, attribute), findAttribute(target.resource, attributes.name.terraform)];
  if (typeof own === 'string' || typeof its === 'string') return false;
  const { source } = own.value();
  return source === its.value().source && !differsByPlace.test(source);
}

/** What is another value wherever it stands. */
const differsByPlace = /\b(?:each|count|self)\s*\.|\b(?:uuid|bcrypt|timestamp)\s*\(/;

/** The address of what an attribute is written to be of, whatever that comes to. */
export function plainlyNamed({ resource }: Declared, attribute: string, type: string): string | undefined {
  if (resource.overrides.length > 0) return readPlainName(resource, attribute, type);
  // All resources of a type are asked whenever one of them is being typed.
  return plainNames(resource.block)(`${attribute} ${type}`, () => readPlainName(resource, attribute, type));
}

const plainNames = memoize((_block: Block) => makeResults<string, string | undefined>());

function readPlainName(resource: Resource, attribute: string, type: string): string | undefined {
  const written = findAttribute(resource, attribute);
  if (typeof written === 'string') return undefined;
  const { source } = written.value();
  // Of one that there may be, however its number is decided.
  const [, only] = /^(?:one\(|join\("", ?)([\w.-]+)(?:\[\*\]|\.\*)\.[a-z_]+\)$/.exec(source) ?? [];
  if (only?.startsWith(`${type}.`)) return only;
  if (!source.startsWith(`${type}.`)) return undefined;
  const [, name] = /^[^.]+\.([\w-]+)(?:\[(?:[\w.]+|"[^"$%\\]*")\])?\.[a-z_]+$/.exec(source) ?? [];
  return name === undefined ? undefined : `${type}.${name}`;
}

function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** What an attribute comes to in each of what a block declares. */
export function valuesOf(declared: Declared, attribute: string): readonly Value[] {
  const { instance, resource } = declared;
  return valuesIn(declared)(`${attribute} ${declared.member ?? ''}`, () =>
    bindingsOfEach(declared).map((bindings) => evaluateAttribute(instance, resource, attribute, bindings)),
  );
}

/** What the names of loops stand for in those of a block that are for the target: in all of them, where it is not known which ones are. */
export function bindingsOf(declared: Declared, target: Declared): readonly Bindings[] {
  const { instance, resource } = declared;
  const member = memberInStep(declared, 'bucket', target);
  const all = bindingsOfEach(member === undefined ? declared : { ...declared, member });
  if (all.length === 1) return all;
  const own = all.filter(
    (bindings) => isAt(evaluateAttribute(instance, resource, 'bucket', bindings), target) === true,
  );
  return own.length > 0 ? own : all;
}

function bindingsOfEach({ instance, resource, member }: Declared): readonly Bindings[] {
  const repetition = repetitionOf(instance, resource);
  const all = 'each' in repetition ? repetition.each : [];
  const meant = all.filter(({ key }) => key === member);
  const each = (meant.length > 0 ? meant : all).map(({ bindings }) => bindings);
  return each.length > 0 ? each : [noBindings];
}

const valuesIn = memoizeDeclared(() => makeResults<string, readonly Value[]>());

/** Whether a value names a bucket or key that is declared; undefined where that is not known. */
export function isAt(value: Value, target: Declared, depth = 0): boolean | undefined {
  if (depth > longestDetour) return undefined;
  switch (value.kind) {
    case 'choice': {
      const [first, ...others] = new Set(value.arms.map((arm) => isAt(arm, target, depth)));
      return others.length === 0 ? first : undefined;
    }
    case 'reference': {
      if (value.resource === fullAddressOf(target)) return true;
      const other = declarationNamed(rootOf(target.instance), value.resource);
      if (other && (isKey(other) || isBucket(other))) return false;
      const named = other && namedBy(other);
      return named ? isAt(named, target, depth + 1) : isNameOf(value, target);
    }
    case 'unknown':
    case 'literal': {
      if (passedOnWay(value).includes(fullAddressOf(target))) return true;
      const [resource] = asideOf(value, rootOf(target.instance));
      if (resource === undefined) return isNameOf(value, target);
      return isAt({ kind: 'reference', resource, attribute: '', origin: value.origin }, target, depth + 1);
    }
    case 'absent':
      // An input that is empty by default names something else wherever this is put to use.
      return value.origin.way.length > 0 ? undefined : false;
    case 'list':
    case 'map':
      return false;
  }
}

/** What names what names something is not followed any longer than this. */
const longestDetour = 5;

/** The buckets and keys by whose attribute a value has come, as it was written there. */
export function passedOnWay(value: Value): readonly string[] {
  return value.origin.way.flatMap((step) =>
    step.kind === 'resource' && isSame(step.value, value) ? [step.name.replace(/\.[^.]+$/, '')] : [],
  );
}

/** Whether one value is another one that has come further, and nothing that was made of it. */
function isSame(before: Value, now: Value): boolean {
  if (before.kind === 'literal' && now.kind === 'literal') return before.value === now.value;
  const [from, to] = [before.origin.place, now.origin.place];
  return before.kind === now.kind && from?.path === to?.path && from?.span.start === to?.span.start;
}

export function isKey({ resource }: Declared): boolean {
  return resource.block.type === 'resource' && keyTypes.includes(resource.type);
}

function isBucket({ resource }: Declared): boolean {
  return resource.block.type === 'resource' && resource.type === vocabulary.bucket.terraform;
}

/** What stands beside a bucket or key, or reads it, and the attribute that names it there. */
const namedIn: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'data.aws_s3_bucket': 'bucket',
    'data.aws_kms_key': 'key_id',
    'data.aws_kms_alias': 'name',
    aws_kms_alias: 'target_key_id',
  }),
);

/** What a resource names that it stands for. */
export function namedBy({ instance, resource }: Declared): Value | undefined {
  const type = resource.address.replace(/\.[^.]+$/, '');
  const isBesideBucket = type.startsWith('aws_s3_bucket_') && type !== 'aws_s3_bucket_object';
  const attribute = isBesideBucket ? vocabulary.bucket.attributes.name.terraform : namedIn.get(type);
  return attribute === undefined ? undefined : evaluateAttribute(instance, resource, attribute);
}

/** The resource whose attribute a text is that is not known: what a data source reads, for instance. */
export function asideOf(value: Value, root: Instance): readonly string[] {
  const [only, ...others] = (value.kind === 'unknown' && value.text) || [];
  if (typeof only !== 'object' || only.name === '' || others.length > 0) return [];
  const resource = only.name.replace(/\.[^.]+$/, '');
  return declarationNamed(root, resource) ? [resource] : [];
}

/** Whether a value is the name that is written in a bucket. Of a key nobody knows the id before it is there. */
export function isNameOf(value: Value, target: Declared): boolean | undefined {
  if (target.resource.type !== vocabulary.bucket.terraform) return value.kind === 'literal' ? false : undefined;
  const names = valuesOf(target, vocabulary.bucket.attributes.name.terraform);
  // A name that the provider makes is not written anywhere.
  const written = names.filter(({ kind }) => kind !== 'absent');
  return anyOf(written.map((name) => equals(textOf(name), textOf(value))));
}

/**
 * Of one that is not known, because which of several it is only Terraform knows: whether the one block of the target's type that the
 * attribute speaks of is the target.
 */
function isWrittenFor({ instance, resource }: Declared, attribute: string, target: Declared): boolean | undefined {
  const written = findAttribute(resource, attribute);
  if (typeof written === 'string') return undefined;
  const buckets = referencesIn(written.value()).filter((address) => address.startsWith(`${target.resource.type}.`));
  const [only, ...others] = new Set(buckets);
  if (only === undefined || others.length > 0) return undefined;
  return instance.prefix + only === fullAddressOf(target);
}

/** Whether a module that is not read is given the target, and so may make something for it. */
export function isGivenToUnread(root: Instance, target: Declared): boolean {
  if (unreadCallsIn(root).length === 0) return false;
  const full = fullAddressOf(target);
  return unreadCallsIn(root).some(({ instance, owner }) => {
    const blocks = [owner, ...owner.overrides].map(({ block }) => block);
    if (full.startsWith(instance.prefix)) {
      const rest = full.slice(instance.prefix.length);
      const address = /^module\.[^.[]+/.exec(rest)?.[0] ?? rest;
      if (blocks.some((block) => reachedFrom(instance.module, expressionsIn(block)).has(address))) return true;
    }
    return expressionsIn(owner.block).some((argument) => isAt(evaluateIn(instance, owner, argument), target) === true);
  });
}
