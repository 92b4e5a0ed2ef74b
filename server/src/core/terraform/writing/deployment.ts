import { freeName } from '../../blueprints/free-name';
import { escapeTemplate } from '../../syntax/hcl/template';
import type { Expression } from '../../syntax/hcl/tree';
import type { Module } from '../module';
import { reachedFrom } from '../references';
import { type Location, ownProvider } from '../sites/location';
import { differsByInstance, type Parts } from '../sites/outside';
import type { Site } from '../sites/site';
import { attribute, block, type Item, parted } from './print';
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

export function deploymentOf({ instance: { module }, trailName: nameParts, places: placesOf }: Site): Deployment {
  const places = placesOf();
  if (typeof places === 'string') throw new Error('a change puts a key where its place is not known');
  const { text: trailName, source: trailNameSource } = nameOf(module, nameParts());
  const ofKey = dataSourcesFor(module, places.key.provider, []);
  const ofTrail = dataSourcesFor(module, places.trail.provider, ofKey);
  const region = places.trail.region && insideTemplate(places.trail.region);
  const needed = new Set([...ofKey.filter(({ type }) => type !== 'aws_region'), ...ofTrail]);
  return {
    trailName,
    trailNameSource,
    namesPattern: trailName.includes('*'),
    dataSources: parted(
      [...needed].flatMap(({ type, declaration }) =>
        declaration && !(region && type === 'aws_region') ? [declaration] : [],
      ),
    ),
    keyPlacement: placementAt(places.key),
    sourceOf: sourceOfParts(trailName, region, { key: ofKey, trail: ofTrail }),
  };
}

function sourceOfParts(
  trailName: string,
  region: string | undefined,
  sources: Readonly<Record<'key' | 'trail', readonly DataSource[]>>,
): SourceOfPart {
  const attributeOf = (of: 'key' | 'trail', type: string, name: string) =>
    `\${data.${type}.${sources[of].find((source) => source.type === type)?.name}.${name}}`;
  return (part) => {
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
  };
}

interface DataSource {
  readonly type: string;
  readonly name: string;
  readonly provider: string | undefined;
  /** Undefined where the module has it. */
  readonly declaration: Item | undefined;
}

/** The data sources that speak of where a provider deploys to: those of `known`, of the module, or new ones. */
function dataSourcesFor(
  module: Module,
  provider: string | undefined,
  known: readonly DataSource[],
): readonly DataSource[] {
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

function placementAt({ provider, region }: Location): readonly Item[] {
  return [
    ...(provider === undefined ? [] : [attribute('provider', provider)]),
    ...(region ? [attribute('region', sourceOf(region))] : []),
  ];
}

/** The name of a data source of the module that there is one of, for the same provider. */
function existing(module: Module, type: string, provider: string | undefined): string | undefined {
  for (const resource of module.resources.values()) {
    if (resource.type !== type || resource.block.type !== 'data') continue;
    const body = resource.block.body();
    const plain = body.attributes.every(({ name }) => name === 'provider') && body.blocks.length === 0;
    if (plain && ownProvider(resource) === provider) return resource.name;
  }
  return undefined;
}

/** The trail's name as the inside of a quoted template, with `*` for what cannot be said in a key's policy, and as an expression. */
function nameOf(module: Module, parts: Parts): { readonly text: string; readonly source: string } {
  const sayable = parts.map((part) => (typeof part === 'string' || (part && fitsInPolicy(module, part)) ? part : '*'));
  return { text: insideTemplate(sayable), source: sourceOf(sayable) };
}

/**
 * `each` and `count` mean nothing outside the block, a text over several lines does not fit into another, and what comes from a key
 * would make a circle.
 */
function fitsInPolicy(module: Module, part: Expression): boolean {
  if (differsByInstance(part.source) || part.source.includes('\n')) return false;
  return ![...reachedFrom(module, [part])].some((address) => address.startsWith('aws_kms_'));
}

function insideTemplate(parts: readonly (string | Expression)[]): string {
  return parts.map((part) => (typeof part === 'string' ? escapeTemplate(part) : `\${${part.source}}`)).join('');
}

function sourceOf(parts: readonly (string | Expression)[]): string {
  const [only, ...others] = parts;
  return typeof only === 'object' && others.length === 0 ? only.source : `"${insideTemplate(parts)}"`;
}
