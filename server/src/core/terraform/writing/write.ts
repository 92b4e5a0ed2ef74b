import { freeName } from '../../blueprints/free-name';
import { lackingStatements, trailKey, trailKeyPolicy } from '../../blueprints/key';
import { withFreeIds } from '../../blueprints/policy';
import type { Change } from '../../model/change';
import type { FileEdits } from '../../model/edits';
import { vocabulary } from '../../model/vocabulary';
import { type Expression, isNothing } from '../../syntax/hcl/tree';
import type { TextEdit } from '../../text/edit';
import { lineBreak } from '../../text/layout';
import type { Instance } from '../instance';
import { inlinePolicy } from '../key-policy';
import { findAttribute, type LocatedAttribute, type LocatedBlock, type Module, type Resource } from '../module';
import { type Argument, argumentsOf, type Site, siteOf } from '../sites/site';
import { deploymentOf } from './deployment';
import type { FileWriter } from './file-writer';
import { hclWriter, inFile } from './hcl-writer';
import { appendElements } from './insert';
import { jsonWriter } from './json-writer';
import { keyNames } from './names';
import { documentReference, policyDocument, statementObjects } from './policy';
import { attribute, blank, block, type Item } from './print';
import { templateOf } from './template';

/** Writes changes of meaning into the files of a module. Edits of one file are disjoint. */
export function write(instance: Instance, changes: readonly Change[]): readonly FileEdits[] {
  const byPath = new Map<string, TextEdit[]>();
  const added: Added[] = [];
  for (const change of changes) {
    for (const part of writeChange(instance, change)) {
      if ('after' in part) added.push(part);
      else byPath.set(part.path, [...(byPath.get(part.path) ?? []), ...part.edits]);
    }
  }
  // What is added to one file is added at once: a section that JSON lacks must not be made twice.
  for (const path of new Set(added.map(({ after }) => after.file.path))) {
    const [first, ...others] = added.filter(({ after }) => after.file.path === path);
    if (!first) continue;
    const items = [...first.items, ...others.flatMap(({ items: more }) => [blank, ...more])];
    byPath.set(path, [...(byPath.get(path) ?? []), ...writerFor(first.after).addBlocks(first.after, items)]);
  }
  return [...byPath].map(([path, edits]) => ({ path, edits }));
}

/** Top-level blocks to be added after one that is there. */
interface Added {
  readonly after: LocatedBlock;
  readonly items: readonly Item[];
}

function writeChange(instance: Instance, change: Change): readonly (FileEdits | Added)[] {
  const site = siteOf(instance, change.trail) ?? notThere(change.trail);
  switch (change.kind) {
    case 'encrypt-trail':
      return [setKey(site, `${change.key}.arn`)];
    case 'encrypt-trail-with-new-key':
      return addKey(site);
    case 'let-trail-use-key':
      return letTrailUseKey(site, resource(instance.module, change.key));
    case 'encrypt-trail-with-input':
      return addVariable(site);
    case 'set-input':
      return [setInput(site, change.input, String(change.value))];
    case 'rename-property':
      throw new Error('Terraform itself knows the names of arguments');
  }
}

function addKey(site: Site): readonly (FileEdits | Added)[] {
  const { instance, block: maker } = site;
  const deployment = deploymentOf(site);
  const blueprint = trailKey(deployment.namesPattern);
  const { label, alias } = keyNames(site, deployment);
  const condition = creationCondition(maker);
  const count = condition === undefined ? [] : [attribute('count', condition)];
  const placement = [...count, ...deployment.keyPlacement];
  const lead = placement.length === 0 ? [] : [...placement, blank];
  const key = `aws_kms_key.${label}${condition === undefined ? '' : '[0]'}`;
  const policy = writerFor(maker).policy(blueprint.policy, documentName(instance.module, label), deployment.sourceOf);
  const needed = [...deployment.dataSources, ...policy.blocks];
  const items: readonly Item[] = [
    ...needed,
    ...(needed.length === 0 ? [] : [blank]),
    block(
      'resource',
      ['aws_kms_key', label],
      [
        ...lead,
        attribute('description', templateOf(blueprint.description, deployment.sourceOf)),
        attribute('enable_key_rotation', String(blueprint.rotates)),
        attribute('deletion_window_in_days', String(blueprint.deletionWindow)),
        blank,
        attribute('policy', policy.value),
        blank,
        block('lifecycle', [], [attribute('prevent_destroy', 'true')]),
      ],
    ),
    blank,
    block(
      'resource',
      ['aws_kms_alias', label],
      [...lead, attribute('name', alias), attribute('target_key_id', `${key}.key_id`)],
    ),
  ];
  return [setKey(site, `${key}.arn`), { after: maker, items }];
}

function letTrailUseKey(site: Site, key: Resource): readonly (FileEdits | Added)[] {
  const { instance, block: maker } = site;
  const deployment = deploymentOf(site);
  const blueprint = trailKeyPolicy(deployment.namesPattern);
  const missing = deployment.dataSources.length === 0 ? [] : [{ after: maker, items: deployment.dataSources }];
  const policy = inlinePolicy(instance, key);
  if (policy === 'unclear') return [];
  if (policy === 'none') {
    const { policy: policyOf, addArgument } = writerFor(key);
    const name = documentName(instance.module, key.name);
    const argument = vocabulary.key.attributes.policy.terraform;
    const written = findAttribute(key, argument);
    if (typeof written !== 'string') {
      // A document has one line among the others, so that what is written around it stays as it is.
      const document = { after: key, items: [policyDocument(blueprint, name, deployment.sourceOf)] };
      return [replaceValue(written, documentReference(name)), document, ...missing];
    }
    const { value, blocks } = policyOf(blueprint, name, deployment.sourceOf);
    const document = blocks.length === 0 ? [] : [{ after: key, items: blocks }];
    return [{ path: key.file.path, edits: addArgument(key, argument, value, []) }, ...document, ...missing];
  }
  const lacking = withFreeIds(lackingStatements(blueprint, policy.lacking), policy.ids);
  const statements = statementObjects(lacking, deployment.sourceOf);
  const { owner } = policy;
  const edits = appendElements(owner.block, policy.statements, statements, lineBreak(owner.file.text));
  return [{ path: owner.file.path, edits: edits.map((edit) => inFile(owner, edit)) }, ...missing];
}

/** The name of a policy document that the module has none of. */
function documentName(module: Module, label: string): string {
  return freeName([`${label}_key`], '_', (name) => module.resources.has(`data.aws_iam_policy_document.${name}`));
}

/** The new variable goes where the module has its variables, else after what makes the trail. */
function addVariable(site: Site): readonly (FileEdits | Added)[] {
  const { module } = site.instance;
  const name = freeName(['kms_key_arn', 'cloudtrail_kms_key_arn'], '_', (taken) => module.variables.has(taken));
  const description = 'ARN of the KMS key that encrypts the log files. Its key policy must let CloudTrail use it.';
  const declaration = block(
    'variable',
    [name],
    [attribute('description', `"${description}"`), attribute('type', 'string')],
  );
  const last = [...module.variables.values()].at(-1) ?? site.block;
  return [setKey(site, `var.${name}`), { after: last, items: [declaration] }];
}

function writerFor({ file }: LocatedBlock): FileWriter {
  return file.language === 'terraform' ? hclWriter : jsonWriter;
}

function resource(module: Module, address: string): Resource {
  return module.resources.get(address) ?? notThere(address);
}

function notThere(address: string): never {
  throw new Error(`a change names ${address}, which is not in the module`);
}

/** The trail's key is `arn`, unless what is written there gives one: then that stays. */
function setKey({ block: maker, argument: argumentOf }: Site, arn: string): FileEdits {
  const argument = argumentOf();
  if (!argument) throw new Error('a change gives a key to a trail that takes none');
  const written = findAttribute(maker, argument.name);
  if (typeof written === 'string') return addArgument(maker, argument, arn);
  const value = written.value();
  return replaceValue(written, isNothing(value) ? arn : `coalesce(${value.source}, ${arn})`);
}

/** The call of a module passes a value for an input, whatever it has passed for it before. */
function setInput({ block: call }: Site, name: string, value: string): FileEdits {
  const written = findAttribute(call, name);
  return typeof written === 'string'
    ? addArgument(call, { name, after: argumentsOf(call) }, value)
    : replaceValue(written, value);
}

function addArgument(owner: LocatedBlock, { name, after }: Argument, value: string): FileEdits {
  return { path: owner.file.path, edits: writerFor(owner).addArgument(owner, name, value, after) };
}

function replaceValue({ owner, name }: LocatedAttribute, source: string): FileEdits {
  return { path: owner.file.path, edits: writerFor(owner).replaceValue(owner, name, source) };
}

/** The source of a `count` that is one or none: what serves the trail only is made under the same condition. */
function creationCondition(maker: LocatedBlock): string | undefined {
  const count = findAttribute(maker, 'count');
  if (typeof count === 'string') return undefined;
  const value = count.value();
  const isOneOrNone = value.kind === 'conditional' && [value.whenTrue, value.whenFalse].every(isOneOrZero);
  return isOneOrNone && !value.source.includes('\n') ? value.source : undefined;
}

function isOneOrZero(value: Expression): boolean {
  return value.kind === 'literal' && (value.value === 1 || value.value === 0);
}
