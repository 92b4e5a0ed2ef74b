import { freeName } from '../blueprints/free-name';
import { lackingStatements, trailKey, trailKeyPolicy } from '../blueprints/key';
import { withFreeIds } from '../blueprints/policy';
import type { Change } from '../model/change';
import type { FileEdits } from '../model/edits';
import { vocabulary } from '../model/vocabulary';
import { type Expression, isNothing } from '../syntax/hcl/tree';
import type { TextEdit } from '../text/edit';
import { lineBreak } from '../text/layout';
import { deploymentOf } from './deployment';
import type { FileWriter } from './file-writer';
import { hclWriter, inFile } from './hcl-writer';
import { appendElements } from './insert';
import { jsonWriter } from './json-writer';
import { inlinePolicy } from './key-policy';
import { findAttribute, type LocatedBlock, type Module, type Resource } from './module';
import { keyNames } from './names';
import { documentReference, policyDocument, statementObjects } from './policy';
import { attribute, blank, block, type Item } from './print';
import { templateOf } from './template';

/** Writes changes of meaning into the files of a module. Edits of one file are disjoint. */
export function write(module: Module, changes: readonly Change[]): readonly FileEdits[] {
  const byPath = new Map<string, TextEdit[]>();
  const added: Added[] = [];
  for (const change of changes) {
    for (const part of writeChange(module, change)) {
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

function writeChange(module: Module, change: Change): readonly (FileEdits | Added)[] {
  const trail = resource(module, change.trail);
  switch (change.kind) {
    case 'encrypt-trail':
      return [setKey(trail, `${change.key}.arn`)];
    case 'encrypt-trail-with-new-key':
      return addKey(module, trail);
    case 'let-trail-use-key':
      return letTrailUseKey(module, resource(module, change.key), trail);
    case 'encrypt-trail-with-input':
      return addVariable(module, trail);
    case 'rename-property':
      throw new Error('Terraform itself knows the names of arguments');
  }
}

function addKey(module: Module, trail: Resource): readonly (FileEdits | Added)[] {
  const deployment = deploymentOf(module, trail);
  const blueprint = trailKey(deployment.namesPattern);
  const { label, alias } = keyNames(module, trail, deployment);
  const condition = creationCondition(trail);
  const count = condition === undefined ? [] : [attribute('count', condition)];
  const placement = [...count, ...deployment.keyPlacement];
  const lead = placement.length === 0 ? [] : [...placement, blank];
  const key = `aws_kms_key.${label}${condition === undefined ? '' : '[0]'}`;
  const policy = writerFor(trail).policy(blueprint.policy, documentName(module, label), deployment.sourceOf);
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
  return [setKey(trail, `${key}.arn`), { after: trail, items }];
}

function letTrailUseKey(module: Module, key: Resource, trail: Resource): readonly (FileEdits | Added)[] {
  const deployment = deploymentOf(module, trail);
  const blueprint = trailKeyPolicy(deployment.namesPattern);
  const missing = deployment.dataSources.length === 0 ? [] : [{ after: trail, items: deployment.dataSources }];
  const policy = inlinePolicy(module, key);
  if (policy === 'unclear') return [];
  const { path } = key.file;
  if (policy === 'none') {
    const { policy: policyOf, replaceValue, addArgument } = writerFor(key);
    const name = documentName(module, key.name);
    const argument = vocabulary.key.attributes.policy.terraform;
    if (findAttribute(key.block, argument) !== 'absent') {
      // A document has one line among the others, so that what is written around it stays as it is.
      const document = { after: key, items: [policyDocument(blueprint, name, deployment.sourceOf)] };
      return [{ path, edits: replaceValue(key, argument, documentReference(name)) }, document, ...missing];
    }
    const { value, blocks } = policyOf(blueprint, name, deployment.sourceOf);
    const document = blocks.length === 0 ? [] : [{ after: key, items: blocks }];
    return [{ path, edits: addArgument(key, argument, value, []) }, ...document, ...missing];
  }
  const lacking = withFreeIds(lackingStatements(blueprint, policy.lacking), policy.ids);
  const statements = statementObjects(lacking, deployment.sourceOf);
  const edits = appendElements(key.block, policy.statements, statements, lineBreak(key.file.text));
  return [{ path, edits: edits.map((edit) => inFile(key, edit)) }, ...missing];
}

/** The name of a policy document that the module has none of. */
function documentName(module: Module, label: string): string {
  return freeName([`${label}_key`], '_', (name) => module.resources.has(`data.aws_iam_policy_document.${name}`));
}

/** The new variable goes where the module has its variables, else after the trail. */
function addVariable(module: Module, trail: Resource): readonly (FileEdits | Added)[] {
  const name = freeName(['kms_key_arn', 'cloudtrail_kms_key_arn'], '_', (taken) => module.variables.has(taken));
  const description = 'ARN of the KMS key that encrypts the log files. Its key policy must let CloudTrail use it.';
  const declaration = block(
    'variable',
    [name],
    [attribute('description', `"${description}"`), attribute('type', 'string')],
  );
  const last = [...module.variables.values()].at(-1) ?? trail;
  return [setKey(trail, `var.${name}`), { after: last, items: [declaration] }];
}

function writerFor({ file }: LocatedBlock): FileWriter {
  return file.language === 'terraform' ? hclWriter : jsonWriter;
}

function resource(module: Module, address: string): Resource {
  const found = module.resources.get(address);
  if (!found) throw new Error(`a change names ${address}, which is not in the module`);
  return found;
}

/** The trail's key is `arn`, unless what is written there gives one: then that stays. */
function setKey(trail: Resource, arn: string): FileEdits {
  const { key, name, bucket, prefix } = vocabulary.trail.attributes;
  const written = findAttribute(trail.block, key.terraform);
  const writer = writerFor(trail);
  const { path } = trail.file;
  if (typeof written === 'string') {
    const neighbours = [name.terraform, bucket.terraform, prefix.terraform];
    return { path, edits: writer.addArgument(trail, key.terraform, arn, neighbours) };
  }
  const value = written.value();
  return {
    path,
    edits: writer.replaceValue(trail, key.terraform, isNothing(value) ? arn : `coalesce(${value.source}, ${arn})`),
  };
}

/** The source of a `count` that is one or none: what serves the trail only is made under the same condition. */
function creationCondition(trail: Resource): string | undefined {
  const count = findAttribute(trail.block, 'count');
  if (typeof count === 'string') return undefined;
  const value = count.value();
  const isOneOrNone = value.kind === 'conditional' && [value.whenTrue, value.whenFalse].every(isOneOrZero);
  return isOneOrNone && !value.source.includes('\n') ? value.source : undefined;
}

function isOneOrZero(value: Expression): boolean {
  return value.kind === 'literal' && (value.value === 1 || value.value === 0);
}
