import { freeName } from '../../blueprints/free-name';
import { idsFor, userOf } from '../../blueprints/policy';
import type { Change } from '../../model/change';
import type { Document } from '../../syntax/data/insert';
import { sectionNamed } from '../../syntax/data/tree';
import type { WrittenEntry } from '../../syntax/data/written';
import type { Template, TemplateResource } from '../template';
import type { Operation } from './operation';

/** Changes that are being written. */
export interface Draft {
  readonly document: Document;
  readonly template: Template;
  /** All of them: what one adds may serve others. */
  readonly changes: readonly Change[];
  /** The names given so far, by kind and then by what they are for. */
  readonly names: Map<string, Map<string, string>>;
}

/** A name that nothing else has; the same one each time that it is asked for the same purpose. */
export function nameFor(
  { names }: Draft,
  kind: string,
  purpose: string,
  wanted: readonly string[],
  separator: string,
  isTaken: (name: string) => boolean,
): string {
  const given = names.get(kind) ?? new Map<string, string>();
  names.set(kind, given);
  const known = given.get(purpose);
  if (known !== undefined) return known;
  const others = [...given.values()];
  const name = freeName(wanted, separator, (candidate) => isTaken(candidate) || others.includes(candidate));
  given.set(purpose, name);
  return name;
}

/** A logical id: of a resource or a parameter, which share their names. */
export function idFor(
  draft: Draft,
  purpose: string,
  wanted: readonly string[],
  isTaken: (name: string) => boolean = () => false,
): string {
  const { ids, parameters } = draft.template;
  return nameFor(draft, 'id', purpose, wanted, '', (name) => ids.has(name) || parameters.has(name) || isTaken(name));
}

/** An id of a statement, which is unique in its policy. `users` are the names of what the statement is for. */
export function statementIdFor(
  draft: Draft,
  policy: string,
  users: readonly string[],
  wanted: string,
  inUse: readonly string[],
): string {
  const purpose = [wanted, ...users].join(' ');
  return nameFor(draft, `statement of ${policy}`, purpose, idsFor(wanted, userOf(users)), '', (id) =>
    inUse.includes(id),
  );
}

/** Resources after one that is there. */
export function addResources(
  { template }: Draft,
  after: TemplateResource,
  members: readonly WrittenEntry[],
): readonly Operation[] {
  const section = sectionNamed(template.file.content, 'Resources');
  return section ? [{ kind: 'add-members', to: section, after: after.placed.start, members }] : [];
}

export function addParameter(parameter: WrittenEntry): Operation {
  return { kind: 'add-to-section', name: 'Parameters', members: [parameter] };
}

/** A logical id without what only the pattern of a `Fn::ForEach` has. */
export function plainName({ name }: TemplateResource): string {
  return name.replace(/[^0-9A-Za-z]/g, '');
}
