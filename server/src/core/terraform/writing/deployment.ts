import { freeName } from '../../blueprints/free-name';
import { type BlueprintPart, type BlueprintText, partsOf } from '../../blueprints/text';
import { escapeTemplate } from '../../syntax/hcl/template';
import type { Expression } from '../../syntax/hcl/tree';
import type { Module, Resource } from '../module';
import { reachedFrom } from '../references';
import { type Location, locationOf, ownProvider } from '../sites/location';
import { differsByInstance, type Parts } from '../sites/outside';
import type { Places, Site } from '../sites/site';
import { attribute, block, type Item } from './print';
import type { SourceOfPart } from './template';

/** Where a trail and what it needs are deployed to, and what that is called in the module. */
export interface Deployment {
  readonly sourceOf: SourceOfPart;
  /** The trail's name as the inside of a quoted template. */
  readonly trailName: string;
  /** Its source as an expression. */
  readonly trailNameSource: string;
  /** Whether `trailName` holds a wildcard: for one block that makes several trails, or what cannot be said in a policy. */
  readonly namesPattern: boolean;
  /** The data sources that the module lacks, of those that a policy speaks of. */
  readonly dataSources: (texts: readonly BlueprintText[]) => readonly Item[];
  /** The attributes that put the key where the bucket is. */
  readonly keyPlacement: readonly Item[];
}

/** What stands in a quoted template for parts that a change knows of by itself. */
export type KnownParts = Partial<Readonly<Record<BlueprintPart['kind'], string>>>;

export function deploymentOf(site: Site, known: KnownParts = {}): Deployment {
  const places = site.places();
  if (typeof places === 'string') throw new Error('a change puts a key where its place is not known');
  return deploymentAt(site, places, known);
}

/** For what goes into a key that is there, and speaks of several trails. */
export function deploymentWithKey(
  sites: readonly Site[],
  key: Resource,
  known: KnownParts = {},
): DeploymentOfSeveral | undefined {
  return deploymentOfSeveral(
    sites.map((site) => {
      const [trail, ofKey] = [site.trailPlace(), locationOf(site.instance, key)];
      return {
        site,
        places: typeof trail === 'string' || typeof ofKey === 'string' ? undefined : { key: ofKey, trail },
        known,
      };
    }),
  );
}

/** For what speaks of the trail and nothing else. */
export function deploymentOfTrail(site: Site, known: KnownParts = {}): Deployment | undefined {
  const place = site.trailPlace();
  return typeof place === 'string' ? undefined : deploymentAt(site, { key: place, trail: place }, known);
}

/** The same for several trails. */
export function deploymentOfTrails(
  sites: readonly Site[],
  knownOf: (site: Site) => KnownParts = () => ({}),
): DeploymentOfSeveral | undefined {
  return deploymentOfSeveral(
    sites.map((site) => {
      const trail = site.trailPlace();
      return { site, places: typeof trail === 'string' ? undefined : { key: trail, trail }, known: knownOf(site) };
    }),
  );
}

/** One that tells the parts of each trail apart. */
export type DeploymentOfSeveral = Pick<Deployment, 'sourceOf' | 'namesPattern' | 'dataSources'>;

function deploymentOfSeveral(
  parts: readonly { readonly site: Site; readonly places: Places | undefined; readonly known: KnownParts }[],
): DeploymentOfSeveral | undefined {
  const before = new Set<DataSource>();
  const deployments: ReturnType<typeof deploymentAt>[] = [];
  for (const { site, places, known } of parts) {
    if (!places) return undefined;
    deployments.push(deploymentAt(site, places, known, before));
  }
  return {
    namesPattern: deployments.some(({ namesPattern }) => namesPattern),
    sourceOf: (part) => deployments[part.trail ?? 0]?.sourceOf(part) ?? '*',
    dataSources(texts) {
      const used = new Set(partsOf(texts).map((part) => deployments[part.trail ?? 0]?.dataSourceFor(part)));
      return [...before].flatMap((source) => (used.has(source) ? (source.declaration ?? []) : []));
    },
  };
}

/** What it has in common with others is in `shared`, to which its own is added. */
function deploymentAt(
  { instance: { module }, trailName: nameParts }: Site,
  places: Places,
  known: KnownParts,
  shared: Set<DataSource> = new Set(),
): Deployment & { readonly dataSourceFor: (part: BlueprintPart) => DataSource | undefined } {
  const { text: trailName, source: trailNameSource } = sayableIn(module, nameParts());
  const ofKey = dataSourcesFor(module, places.key.provider, [...shared]);
  const ofTrail = dataSourcesFor(module, places.trail.provider, [...shared, ...ofKey]);
  for (const source of [...ofKey, ...ofTrail]) shared.add(source);
  const region = places.trail.region && insideTemplate(places.trail.region);
  const parts: KnownParts = { 'trail-name': trailName, ...(region === undefined ? {} : { region }), ...known };
  const sourceFor = (part: BlueprintPart) => {
    const { type } = attributes[part.kind] ?? {};
    if (type === undefined || parts[part.kind] !== undefined) return undefined;
    return ('of' in part && part.of === 'key' ? ofKey : ofTrail).find((source) => source.type === type);
  };
  return {
    trailName,
    trailNameSource,
    namesPattern: trailName.includes('*'),
    dataSourceFor: sourceFor,
    dataSources(texts) {
      const used = new Set(partsOf(texts).map(sourceFor));
      const needed = new Set([...ofKey, ...ofTrail].filter((source) => used.has(source)));
      return [...needed].flatMap(({ declaration }) => declaration ?? []);
    },
    keyPlacement: placementAt(places.key),
    sourceOf(part) {
      const source = sourceFor(part);
      if (source) return `\${${source.address}.${attributes[part.kind]?.name}}`;
      return parts[part.kind] ?? '*';
    },
  };
}

/** Where a data source has what a part stands for. */
const attributes: Partial<Readonly<Record<BlueprintPart['kind'], { readonly type: string; readonly name: string }>>> = {
  account: { type: 'aws_caller_identity', name: 'account_id' },
  partition: { type: 'aws_partition', name: 'partition' },
  // `.id` is right in provider 5 and 6: `.name` is deprecated in 6, and `.region` is not there in 5.
  region: { type: 'aws_region', name: 'id' },
  organization: { type: 'aws_organizations_organization', name: 'id' },
};

interface DataSource {
  readonly type: string;
  readonly name: string;
  readonly address: string;
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
  return Object.values(attributes).map(({ type }): DataSource => {
    const same = known.find((source) => source.type === type && source.provider === provider);
    if (same) return same;
    const there = existing(module, type, provider);
    if (there) return { type, name: there.name, address: there.address, provider, declaration: undefined };
    const isTaken = (name: string) =>
      module.resources.has(`data.${type}.${name}`) ||
      known.some((source) => source.type === type && source.name === name);
    const name = freeName(
      provider === undefined ? ['current', 'cloudtrail'] : ['cloudtrail', 'cloudtrail_trail'],
      '_',
      isTaken,
    );
    const items = provider === undefined ? [] : [attribute('provider', provider)];
    return { type, name, address: `data.${type}.${name}`, provider, declaration: block('data', [type, name], items) };
  });
}

/** The attributes that put a resource there. */
export function placementAt({ provider, region }: Location): readonly Item[] {
  return [
    ...(provider === undefined ? [] : [attribute('provider', provider)]),
    ...(region ? [attribute('region', sourceOf(region))] : []),
  ];
}

/** A data source of the module that there is one of, for the same provider, or what the module makes itself: that can only be read once it is made. */
function existing(module: Module, type: string, provider: string | undefined): Resource | undefined {
  for (const resource of module.resources.values()) {
    if (resource.type !== type || ownProvider(resource) !== provider) continue;
    const { attributes: written, blocks } = resource.block.body();
    const isOne = !written.some(({ name }) => name === 'count' || name === 'for_each');
    const isPlain = written.every(({ name }) => name === 'provider') && blocks.length === 0;
    if (resource.block.type === 'data' ? isPlain : isOne) return resource;
  }
  return undefined;
}

/** A text as the inside of a quoted template, with `*` for what cannot be said in a policy, and as an expression. */
export function sayableIn(module: Module, parts: Parts): { readonly text: string; readonly source: string } {
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

export function insideTemplate(parts: readonly (string | Expression)[]): string {
  const written = parts.map((part) => {
    if (typeof part === 'string') return escapeTemplate(part);
    return part.kind === 'literal' ? escapeTemplate(String(part.value)) : `\${${part.source}}`;
  });
  return written.join('');
}

function sourceOf(parts: readonly (string | Expression)[]): string {
  const [only, ...others] = parts;
  return typeof only === 'object' && others.length === 0 ? only.source : `"${insideTemplate(parts)}"`;
}
