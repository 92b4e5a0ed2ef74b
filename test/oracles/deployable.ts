import { isTerraform, isVariables } from '../../server/src/core/source';
import { type Attribute, attributeNamed } from '../../server/src/core/syntax/hcl/tree';
import type { Syntax } from '../../server/src/core/syntax/parser';
import type { Module, Resource } from '../../server/src/core/terraform/module';
import { modulesOf } from '../../server/src/core/terraform/world';
import type { TextEdit } from '../../server/src/core/text/edit';
import { shift } from '../../server/src/core/text/span';
import { readAll, type Texts, withEdits } from '../core/run';
import { withProviders } from './providers';

/** A module that may be applied: specs leave out what they are not about. */
export interface Deployable {
  readonly texts: Texts;
  /** The buckets that it names and does not make. */
  readonly buckets: readonly string[];
  /** Values for the inputs of the root module that have none, by name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Whether it is for an organization that it does not make. */
  readonly needsOrganization: boolean;
}

/** The module with names for trails that have none, or none that AWS would take; and what has to be there before it. */
export function deployable(unit: Texts, syntax: Syntax): Deployable {
  const texts = withProviders(unit);
  const files = readAll(texts, syntax).sources.filter((file) => isTerraform(file) || isVariables(file));
  const modules = [...modulesOf(files).values()];
  const inputs = inputsOf(modules.find(({ folder }) => folder === ''));
  return {
    texts: named(
      texts,
      modules.flatMap((module) => module.managed('aws_cloudtrail')),
    ),
    buckets: [...new Set(modules.flatMap((module) => bucketsOf(module, inputs)))],
    inputs,
    needsOrganization: /organization/.test(all(texts)) && !all(texts).includes('"aws_organizations_organization"'),
  };
}

/**
 * Gives a name to trails that have none, or one that is too short for AWS. Overriding would not do: Terraform wants what is required where a
 * block is first.
 */
function named(texts: Texts, trails: readonly Resource[]): Texts {
  const paths = [...new Set(trails.map(({ file }) => file.path))];
  const edits = paths.map((path) => ({
    path,
    edits: trails.filter((trail) => trail.file.path === path).flatMap(naming),
  }));
  return withEdits(texts, edits);
}

function naming(trail: Resource): readonly TextEdit[] {
  const { file, start, block, name: label } = trail;
  const own = attributeNamed(block.body(), 'name');
  const text = `"trailseal-${label.replaceAll('_', '-')}"`;
  if (own) return (literal(own)?.length ?? 3) < 3 ? [{ span: shift(own.valueSpan, start), text }] : [];
  if (attributeOf(trail, 'name')) return [];
  const { start: from, end: to } = shift(block.body().span, start);
  if (file.language === 'terraform-json') {
    const inside = file.text.indexOf('{', from) + 1;
    const comma = /^\s*\}/.test(file.text.slice(inside)) ? '' : ', ';
    return [{ span: { start: inside, end: inside }, text: `"name": ${text}${comma}` }];
  }
  return [
    { span: { start: from, end: from }, text: `\n  name = ${text}\n` },
    { span: { start: to, end: to }, text: '\n' },
  ];
}

function inputsOf(root: Module | undefined): Readonly<Record<string, string>> {
  const open = [...(root?.variables ?? [])].filter(([name, variable]) => {
    const type = attributeNamed(variable.block.body(), 'type')?.value().source ?? 'string';
    const isGiven = attributeNamed(variable.block.body(), 'default') !== undefined || root?.assignments.has(name);
    return !isGiven && /^"?(string|any)"?$/.test(type);
  });
  return Object.fromEntries(open.map(([name]) => [name, `trailseal-${name.replaceAll('_', '-')}`]));
}

/** The buckets that trails name, by a text or by an input of the root module. */
function bucketsOf(module: Module, inputs: Readonly<Record<string, string>>): readonly string[] {
  const given = (name: string) =>
    inputs[name] ?? literal(module.variables.get(name)?.block.body().attributes.find(isDefault));
  const textOf = (attribute: Attribute | undefined) => {
    const input = /^"?(?:\$\{)?var\.(\w+)\}?"?$/.exec(attribute?.value().source ?? '')?.[1];
    return input === undefined ? literal(attribute) : given(input);
  };
  const made = new Set(module.managed('aws_s3_bucket').map((bucket) => textOf(attributeOf(bucket, 'bucket'))));
  return module
    .managed('aws_cloudtrail')
    .flatMap((trail) => textOf(attributeOf(trail, 's3_bucket_name')) ?? [])
    .filter((name) => !made.has(name) && /^[a-z0-9.-]{3,63}$/.test(name));
}

function isDefault({ name }: Attribute): boolean {
  return name === 'default';
}

function attributeOf({ block, overrides }: Resource, name: string): Attribute | undefined {
  const bodies = [...overrides.map((override) => override.block), block].map((one) => one.body());
  return bodies.map((body) => attributeNamed(body, name)).find((attribute) => attribute !== undefined);
}

function literal(attribute: Attribute | undefined): string | undefined {
  const value = attribute?.value();
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

function all(texts: Texts): string {
  return [...texts.values()].join('\n');
}
