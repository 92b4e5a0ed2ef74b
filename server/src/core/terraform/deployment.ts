import { freeName } from '../blueprints/free-name';
import { vocabulary } from '../model/vocabulary';
import { escapeTemplate } from '../syntax/hcl/template';
import type { Expression } from '../syntax/hcl/tree';
import { bucketOf } from './bucket';
import { findAttribute, type Module, type Resource } from './module';
import { attribute, blank, block, type Item } from './print';
import type { SourceOfPart } from './template';

/** Where a trail and its key are deployed to, and what that is called in the module. */
export interface Deployment {
  readonly sourceOf: SourceOfPart;
  /** The trail's name as the inside of a quoted template. */
  readonly trailName: string;
  /** Whether `trailName` holds a wildcard, because the block makes several trails. */
  readonly namesPattern: boolean;
  /** The data sources that the module lacks. */
  readonly dataSources: readonly Item[];
  /** The attributes that put the key where the bucket is. */
  readonly keyPlacement: readonly Item[];
}

/** CloudTrail and S3 want the key in the bucket's Region; its policy names the trail in the trail's own. */
export function deploymentOf(module: Module, trail: Resource): Deployment {
  const key = bucketOf(module, trail) ?? trail;
  const { text: trailName, isPattern } = nameOf(trail);
  const ofKey = dataSourcesFor(module, key, []);
  const ofTrail = dataSourcesFor(module, trail, ofKey);
  const sources = { key: ofKey, trail: ofTrail };
  const attributeOf = (of: 'key' | 'trail', type: string, name: string) =>
    `\${data.${type}.${sources[of].find((source) => source.type === type)?.name}.${name}}`;
  const region = ownRegion(trail);
  const needed = new Set([...ofKey.filter(({ type }) => type !== 'aws_region'), ...ofTrail]);
  return {
    trailName,
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

/** Blocks of several lines, parted by blank lines. */
function parted(items: readonly Item[]): readonly Item[] {
  const apart = items.some((item) => item.kind === 'block' && item.items.length > 0);
  return apart ? items.flatMap((item, index) => (index === 0 ? [item] : [blank, item])) : items;
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
  const attribute = findAttribute(resource.block, 'region');
  if (typeof attribute === 'string') return undefined;
  return insideTemplate(attribute.value(), (source) => `\${${source}}`);
}

/** The source of an argument that decides where a resource is deployed to. */
export function metaArgument(resource: Resource, name: 'provider' | 'region'): string | undefined {
  const found = findAttribute(resource.block, name);
  if (typeof found === 'string') return undefined;
  const value = found.value();
  // In JSON a reference to a provider is a plain text.
  return name === 'provider' && value.kind === 'literal' ? String(value.value) : value.source;
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

/** The trail's name as the inside of a quoted template, with `*` for what differs between the trails of one block. */
function nameOf(trail: Resource): { readonly text: string; readonly isPattern: boolean } {
  const attribute = findAttribute(trail.block, vocabulary.trail.attributes.name.terraform);
  const value = typeof attribute === 'string' ? undefined : attribute.value();
  if (!value) return { text: '*', isPattern: true };
  const text = insideTemplate(value, (source) => (meansOneTrail(source) ? `\${${source}}` : '*'));
  return { text, isPattern: text.includes('*') };
}

/** `each` and `count` mean nothing outside the block, and a text over several lines does not fit into another. */
function meansOneTrail(source: string): boolean {
  return !/\b(each|count)\s*\./.test(source) && !source.includes('\n');
}

/** An expression as the inside of a quoted template. */
function insideTemplate(value: Expression, interpolate: (source: string) => string): string {
  const parts = value.kind === 'template' ? value.parts : value.kind === 'literal' ? [String(value.value)] : [value];
  return parts.map((part) => (typeof part === 'string' ? escapeTemplate(part) : interpolate(part.source))).join('');
}
