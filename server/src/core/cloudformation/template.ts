import { type Askable, dependenciesOn, type Identity, identities, watched } from '../memory/dependency';
import { lazy, makeResults, memoize } from '../memory/lazy';
import type { Place } from '../model/place';
import type { Value } from '../model/value';
import { unknown } from '../model/values';
import { vocabulary } from '../model/vocabulary';
import type { TemplateFile } from '../source';
import {
  type Data,
  type Entry,
  type Member,
  type PlacedMember,
  type Section,
  sectionNamed,
  startOf,
} from '../syntax/data/tree';
import { type Span, shift } from '../text/span';
import { intrinsicOf, itemsOf, memberOf, textOf } from './intrinsic';

/** A CloudFormation template and its parts by name. What is asked of it is noted, but for its file. */
export interface Template {
  readonly file: TemplateFile;
  /** The logical ids of all resources. */
  readonly ids: Pick<ReadonlySet<string>, 'has'>;
  /** All members of `Resources`, by logical id. */
  readonly members: ReadonlyMap<string, PlacedMember>;
  /** The resources that have to do with trails, by logical id, in the order of the file. */
  readonly resources: ReadonlyMap<string, TemplateResource>;
  /** Those of a type. */
  readonly ofType: (type: string) => readonly TemplateResource[];
  readonly parameters: ReadonlyMap<string, PlacedMember>;
  readonly conditions: ReadonlyMap<string, PlacedMember>;
  readonly mappings: ReadonlyMap<string, PlacedMember>;
  /** Whether a macro of the user's own may rewrite the template before it is deployed. */
  readonly hasMacro: boolean;
  /** Whether there may be resources that are not in sight: those that a macro adds, or that are included. */
  readonly mayHaveMore: boolean;
  /** Text of resources that does not read as one: they are being typed. */
  readonly unread: () => readonly string[];
  /** What parameters are instead of their defaults, for one who asks what would be if. */
  readonly supposed: ReadonlyMap<string, Value>;
  /** What was asked of it, to be asked again. */
  readonly asked: Readonly<Record<TemplatePart, Askable>>;
}

type TemplatePart = 'ids' | 'members' | 'resources' | 'ofType' | 'parameters' | 'conditions' | 'mappings' | 'flags';

export interface TemplateResource {
  readonly type: string;
  /** The logical id. In a `Fn::ForEach` it is a pattern. */
  readonly name: string;
  readonly entry: Entry;
  /** The member of `Resources` that it stands in. */
  readonly placed: PlacedMember;
  /** The variable of the `Fn::ForEach` that it stands in. */
  readonly loopVariable: string | undefined;
}

/** Undefined where the text is no template, or one without a trail and an event data store. */
export function readTemplate(file: TemplateFile): Template | undefined {
  if (!judged.some((type) => file.text.includes(type))) return undefined;
  const section = sectionNamed(file.content, 'Resources');
  const members = section?.members ?? [];
  const resources = new Map<string, TemplateResource>();
  for (const placed of members) {
    for (const resource of resourcesIn(placed.member)) resources.set(resource.name, { ...resource, placed });
  }
  if (![...resources.values()].some(({ type }) => judged.includes(type))) return undefined;
  const transforms = transformsIn(file);
  const isIncluded = members.some(({ member }) => member.name === 'Fn::Transform');
  const flags = {
    hasMacro: transforms.some(isMacro),
    mayHaveMore: isIncluded || transforms.some((name) => isMacro(name) || name === 'AWS::Include'),
  };
  const ids = new Set([...members.map(({ member }) => member.name), ...resources.keys()]);
  const byId = new Map(members.map((placed) => [placed.member.name, placed]));
  const byType = lazy(() => groupByType(resources));
  const ofType = (type: string) => byType().get(type) ?? none;
  const parameters = membersOf(file, 'Parameters');
  const conditions = membersOf(file, 'Conditions');
  const mappings = membersOf(file, 'Mappings');
  const asked: Template['asked'] = {
    flags: { identityOf: () => [flags.hasMacro, flags.mayHaveMore] },
    ids: { identityOf: (id = '') => [ids.has(id)] },
    ofType: { identityOf: (type = '') => ofType(type).flatMap(identityOf) },
    resources: identities(resources, identityOf),
    members: identities(byId, identityOfMember),
    parameters: identities(parameters, identityOfMember),
    conditions: identities(conditions, identityOfMember),
    mappings: identities(mappings, identityOfMember),
  };
  const asksFor = (part: TemplatePart) => dependenciesOn(asked[part], askIn(part));
  const [asksForFlags, asksForId, asksForType] = [asksFor('flags'), asksFor('ids'), asksFor('ofType')];
  return {
    file,
    supposed: new Map(),
    asked,
    get hasMacro() {
      asksForFlags();
      return flags.hasMacro;
    },
    get mayHaveMore() {
      asksForFlags();
      return flags.mayHaveMore;
    },
    ids: {
      has(id) {
        asksForId(id);
        return ids.has(id);
      },
    },
    ofType(type) {
      asksForType(type);
      return ofType(type);
    },
    resources: watched(resources, asksFor('resources')),
    members: watched(byId, asksFor('members')),
    parameters: watched(parameters, asksFor('parameters')),
    conditions: watched(conditions, asksFor('conditions')),
    mappings: watched(mappings, asksFor('mappings')),
    unread: lazy(() => (section && section.lost.length > 0 ? unreadIn(section, resources) : [])),
  };
}

/** The template as it would be if parameters were these. */
export function supposing(template: Template, parameters: ReadonlyMap<string, Value>): Template {
  return { ...template, supposed: new Map([...template.supposed, ...parameters]) };
}

/** The template as it is if nobody knows what these parameters are. */
export function leavingOpen(template: Template, parameters: readonly string[]): Template {
  const open = () => new Map(parameters.map((name) => [name, unknown('it is {0} that decides', name)] as const));
  return leftOpen(template)([...parameters].sort().join(' '), () => supposing(template, open()));
}

const leftOpen = memoize((_template: Template) => makeResults<string, Template>());

/** Holds on to no template. */
function askIn(part: TemplatePart): (now: Template) => Askable {
  return (now) => now.asked[part];
}

function identityOfMember({ member }: PlacedMember): Identity {
  return [member];
}

function identityOf({ name, placed }: TemplateResource): Identity {
  return [name, placed.member];
}

/** What stands between the members of a section, and in those that do not read. */
function unreadIn(
  { start, member: whole, members }: Section,
  resources: ReadonlyMap<string, TemplateResource>,
): readonly string[] {
  const found: string[] = [];
  let end = 0;
  for (const placed of members) {
    found.push(whole.text.slice(end, placed.start - start));
    end = placed.start - start + placed.member.text.length;
    if (!resources.has(placed.member.name) && placed.member.broken()) found.push(placed.member.text);
  }
  return [...found, whole.text.slice(end)].filter((text) => text.trim() !== '');
}

export function resourcesOfType(template: Template, type: string): readonly TemplateResource[] {
  return template.ofType(type);
}

const none: readonly TemplateResource[] = [];

function groupByType(
  resources: ReadonlyMap<string, TemplateResource>,
): ReadonlyMap<string, readonly TemplateResource[]> {
  const found = new Map<string, TemplateResource[]>();
  for (const resource of resources.values()) {
    const same = found.get(resource.type);
    if (same) same.push(resource);
    else found.set(resource.type, [resource]);
  }
  return found;
}

/** The condition that a resource is created under; what is created under another one may not be there. */
export function conditionOf({ entry }: TemplateResource): string {
  return textOf(memberOf(entry.value, 'Condition')) ?? '';
}

/** The place of a part of the template, whose spans count from its owner. */
export function placeOf(template: Template, { owner, span }: Pick<Data, 'owner' | 'span'>): Place {
  return { path: template.file.path, span: inFile(template, { owner, span }) };
}

/** The span of a part of the template, in its file. */
export function inFile(template: Template, { owner, span }: Pick<Data, 'owner' | 'span'>): Span {
  return shift(span, startOf(template.file.content, owner));
}

/** The types of resources that findings are about. */
const judged: readonly string[] = [vocabulary.trail, vocabulary.store].map(({ cloudformation }) => cloudformation);

/** The types of resources that are read. */
const types: readonly string[] = [
  ...judged,
  vocabulary.key.cloudformation,
  vocabulary.replicaKey.cloudformation,
  vocabulary.alias.cloudformation,
  vocabulary.bucket.cloudformation,
  vocabulary.bucketPolicy.cloudformation,
  ...vocabulary.loadBalancers.cloudformation,
];

/** A resource, or those that a `Fn::ForEach` makes. Only text that names one of the types, or may by an alias, is read. */
const resourcesIn = memoize((member: Member): readonly Omit<TemplateResource, 'placed'>[] => {
  if (!types.some((type) => member.text.includes(type)) && !member.text.includes(': *')) return [];
  if (!member.name.startsWith('Fn::ForEach::')) return resourceOf(member.entry(), undefined);
  const [variable, , bodies] = itemsOf(member.value()) ?? [];
  if (bodies?.kind !== 'mapping') return [];
  return bodies.entries.flatMap((entry) => resourceOf(entry, textOf(variable)));
});

function resourceOf(entry: Entry, loopVariable: string | undefined): readonly Omit<TemplateResource, 'placed'>[] {
  const type = textOf(memberOf(entry.value, 'Type'));
  return type !== undefined && types.includes(type) ? [{ type, name: entry.keyText, entry, loopVariable }] : [];
}

function membersOf(file: TemplateFile, section: string): ReadonlyMap<string, PlacedMember> {
  const members = sectionNamed(file.content, section)?.members ?? [];
  return new Map(members.map((placed) => [placed.member.name, placed]));
}

/** Transforms of AWS that leave a trail as it is written. */
const harmless = [
  'AWS::Serverless',
  'AWS::LanguageExtensions',
  'AWS::CodeDeployBlueGreen',
  'AWS::SecretsManager',
  'AWS::Include',
];

function transformsIn(file: TemplateFile): readonly string[] {
  const transform = sectionNamed(file.content, 'Transform')?.member.value();
  if (!transform) return [];
  return (itemsOf(transform) ?? [transform]).map(
    (item) => textOf(item) ?? textOf(memberOf(item, 'Name')) ?? intrinsicOf(item)?.name ?? '',
  );
}

function isMacro(name: string): boolean {
  return !harmless.some((known) => name.startsWith(known));
}
