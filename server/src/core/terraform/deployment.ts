import { freeName } from '../blueprints/free-name';
import { vocabulary } from '../model/vocabulary';
import { escapeTemplate } from '../syntax/hcl/template';
import { type Expression, isNothing } from '../syntax/hcl/tree';
import { bucketOf } from './bucket';
import { findAttribute, type Module, type Resource } from './module';
import { attribute, block, type Item, parted } from './print';
import { reachedFrom } from './references';
import type { SourceOfPart } from './template';

/** Where a trail and its key are deployed to, and what that is called in the module. */
export interface Deployment {
  readonly sourceOf: SourceOfPart;
  /** The trail's name as the inside of a quoted template. */
  readonly trailName: string;
  /** Its source as an expression. */
  readonly trailNameSource: string;
  /** Whether `trailName` holds a wildcard: for one block that makes several trails, or what cannot be said in a key's policy. */
  readonly namesPattern: boolean;
  /** The data sources that the module lacks. */
  readonly dataSources: readonly Item[];
  /** The attributes that put the key where the bucket is. */
  readonly keyPlacement: readonly Item[];
}

/** CloudTrail and S3 want the key in the bucket's Region; its policy names the trail in the trail's own. */
export function deploymentOf(module: Module, trail: Resource): Deployment {
  const key = bucketOf(module, trail) ?? trail;
  const { text: trailName, source: trailNameSource, isPattern } = nameOf(module, trail);
  const ofKey = dataSourcesFor(module, key, []);
  const ofTrail = dataSourcesFor(module, trail, ofKey);
  const sources = { key: ofKey, trail: ofTrail };
  const attributeOf = (of: 'key' | 'trail', type: string, name: string) =>
    `\${data.${type}.${sources[of].find((source) => source.type === type)?.name}.${name}}`;
  const region = ownRegion(trail);
  const needed = new Set([...ofKey.filter(({ type }) => type !== 'aws_region'), ...ofTrail]);
  return {
    trailName,
    trailNameSource,
    namesPattern: isPattern,
    dataSources: parted(
      [...needed].flatMap(({ type, declaration }) =>
        declaration && !(region && type === 'aws_region') ? [declaration] : [],
      ),
    ),
    keyPlacement: (['provider', 'region'] as const).flatMap((name) => {
      const source = metaArgument(key, name);
      return source === undefined ? [] : [attribute(name, source)];
    }),
    sourceOf: (part) => {
      switch (part.kind) {
        case 'trail-name':
          return trailName;
        case 'account':
          return attributeOf(part.of, 'aws_caller_identity', 'account_id');
        case 'partition':
          return attributeOf(part.of, 'aws_partition', 'partition');
        case 'region':
          // `.id` is right in provider 5 and 6: `.name` is deprecated in 6, and `.region` is not there in 5.
          return region ?? attributeOf(part.of, 'aws_region', 'id');
      }
    },
  };
}

interface DataSource {
  readonly type: string;
  readonly name: string;
  readonly provider: string | undefined;
  /** Undefined where the module has it. */
  readonly declaration: Item | undefined;
}

/** The data sources that speak of where a resource is deployed to: those of `known`, of the module, or new ones. */
function dataSourcesFor(module: Module, owner: Resource, known: readonly DataSource[]): readonly DataSource[] {
  const provider = metaArgument(owner, 'provider');
  return ['aws_caller_identity', 'aws_partition', 'aws_region'].map((type): DataSource => {
    const same = known.find((source) => source.type === type && source.provider === provider);
    if (same) return same;
    const there = existing(module, type, provider);
    if (there !== undefined) return { type, name: there, provider, declaration: undefined };
    const isTaken = (name: string) =>
      module.resources.has(`data.${type}.${name}`) ||
      known.some((source) => source.type === type && source.name === name);
    const name = freeName(
      provider === undefined ? ['current', 'cloudtrail'] : ['cloudtrail', 'cloudtrail_trail'],
      '_',
      isTaken,
    );
    const items = provider === undefined ? [] : [attribute('provider', provider)];
    return { type, name, provider, declaration: block('data', [type, name], items) };
  });
}

/** The Region that a resource names itself (from version 6 of the provider), as the inside of a quoted template. */
function ownRegion(resource: Resource): string | undefined {
  const value = writtenValue(resource, 'region');
  return value && insideTemplate(value, ({ source }) => `\${${source}}`);
}

/** The source of an argument that decides where a resource is deployed to. */
export function metaArgument(resource: Resource, name: 'provider' | 'region'): string | undefined {
  const value = writtenValue(resource, name);
  if (!value) return undefined;
  // In JSON a reference to a provider is a plain text.
  return name === 'provider' && value.kind === 'literal' ? String(value.value) : value.source;
}

/** Whether the trails or buckets of one block may be deployed to several places: no key could be where each of them is. */
export function isScattered(resource: Resource): boolean {
  return (['provider', 'region'] as const).some((name) => differsByInstance(metaArgument(resource, name) ?? ''));
}

/** An argument's value, where it is not written as nothing. */
function writtenValue(resource: Resource, name: string): Expression | undefined {
  const found = findAttribute(resource.block, name);
  const value = typeof found === 'string' ? undefined : found.value();
  return value && isNothing(value) ? undefined : value;
}

/** The name of a data source of the module that there is one of, for the same provider. */
function existing(module: Module, type: string, provider: string | undefined): string | undefined {
  for (const resource of module.resources.values()) {
    if (resource.type !== type || resource.block.type !== 'data') continue;
    const body = resource.block.body();
    const plain = body.attributes.every(({ name }) => name === 'provider') && body.blocks.length === 0;
    if (plain && metaArgument(resource, 'provider') === provider) return resource.name;
  }
  return undefined;
}

/** The trail's name as the inside of a quoted template, with `*` for what cannot be said in a key's policy. */
function nameOf(
  module: Module,
  trail: Resource,
): { readonly text: string; readonly source: string; readonly isPattern: boolean } {
  const value = writtenValue(trail, vocabulary.trail.attributes.name.terraform);
  if (!value) return { text: '*', source: '"*"', isPattern: true };
  const text = insideTemplate(value, (part) => (fitsInPolicy(module, part) ? `\${${part.source}}` : '*'));
  const [only, ...others] = partsOf(value);
  const isBare = typeof only === 'object' && others.length === 0;
  return { text, source: isBare ? only.source : `"${text}"`, isPattern: text.includes('*') };
}

/**
 * `each` and `count` mean nothing outside the block, a text over several lines does not fit into another, and what comes from a key
 * would make a circle.
 */
function fitsInPolicy(module: Module, part: Expression): boolean {
  if (differsByInstance(part.source) || part.source.includes('\n')) return false;
  return ![...reachedFrom(module, [part])].some((address) => address.startsWith('aws_kms_'));
}

function differsByInstance(source: string): boolean {
  return /\b(each|count)\s*\./.test(source);
}

/** An expression as the inside of a quoted template. */
function insideTemplate(value: Expression, interpolate: (part: Expression) => string): string {
  return partsOf(value)
    .map((part) => (typeof part === 'string' ? escapeTemplate(part) : interpolate(part)))
    .join('');
}

function partsOf(value: Expression): readonly (string | Expression)[] {
  if (value.kind === 'template') return value.parts;
  return value.kind === 'literal' ? [String(value.value)] : [value];
}
