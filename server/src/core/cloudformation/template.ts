import type { Place } from '../model/place';
import type { TemplateFile } from '../source';
import { type Data, type Entry, type PlacedMember, sectionNamed, startOf } from '../syntax/data/tree';
import { type Span, shift } from '../text/span';
import { intrinsicOf, itemsOf, memberOf, textOf } from './intrinsic';

/** A CloudFormation template and its parts by name. */
export interface Template {
  readonly file: TemplateFile;
  /** By logical id, in the order of the file. */
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly parameters: ReadonlyMap<string, PlacedMember>;
  readonly conditions: ReadonlyMap<string, PlacedMember>;
  readonly mappings: ReadonlyMap<string, PlacedMember>;
  /** Whether a macro of the user's own may rewrite the template before it is deployed. */
  readonly hasMacro: boolean;
}

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

/** Undefined where the text is no template: none of its resources has a type of AWS. */
export function readTemplate(file: TemplateFile): Template | undefined {
  const resources = new Map<string, TemplateResource>();
  for (const placed of sectionNamed(file.content, 'Resources')?.members ?? []) {
    for (const resource of resourcesIn(placed)) resources.set(resource.name, resource);
  }
  if (resources.size === 0) return undefined;
  return {
    file,
    resources,
    parameters: membersOf(file, 'Parameters'),
    conditions: membersOf(file, 'Conditions'),
    mappings: membersOf(file, 'Mappings'),
    hasMacro: hasMacro(sectionNamed(file.content, 'Transform')?.member.value()),
  };
}

export function resourcesOfType(template: Template, type: string): readonly TemplateResource[] {
  return [...template.resources.values()].filter((resource) => resource.type === type);
}

/** The place of a part of the template, whose spans count from its owner. */
export function placeOf(template: Template, { owner, span }: Pick<Data, 'owner' | 'span'>): Place {
  return { path: template.file.path, span: inFile(template, { owner, span }) };
}

/** The span of a part of the template, in its file. */
export function inFile(template: Template, { owner, span }: Pick<Data, 'owner' | 'span'>): Span {
  return shift(span, startOf(template.file.content, owner));
}

/** A resource, or those that a `Fn::ForEach` makes. Only text that names a type of AWS is read. */
function resourcesIn(placed: PlacedMember): readonly TemplateResource[] {
  const { member } = placed;
  if (!member.text.includes('AWS::')) return [];
  if (!member.name.startsWith('Fn::ForEach::')) return resourceOf(member.entry(), placed, undefined);
  const [variable, , bodies] = itemsOf(member.value()) ?? [];
  if (bodies?.kind !== 'mapping') return [];
  return bodies.entries.flatMap((entry) => resourceOf(entry, placed, textOf(variable)));
}

function resourceOf(entry: Entry, placed: PlacedMember, loopVariable: string | undefined): readonly TemplateResource[] {
  const type = textOf(memberOf(entry.value, 'Type'));
  return type?.startsWith('AWS::') ? [{ type, name: entry.keyText, entry, placed, loopVariable }] : [];
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

function hasMacro(transform: Data | undefined): boolean {
  if (!transform) return false;
  const names = (itemsOf(transform) ?? [transform]).map(
    (item) => textOf(item) ?? textOf(memberOf(item, 'Name')) ?? intrinsicOf(item)?.name ?? '',
  );
  return names.some((name) => !harmless.some((known) => name.startsWith(known)));
}
