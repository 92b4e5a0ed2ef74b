import { freeName } from '../blueprints/free-name';
import { lackingStatements, trailKey, trailKeyPolicy } from '../blueprints/key';
import type { Change } from '../model/change';
import type { FileEdits } from '../model/edits';
import type { Expression } from '../syntax/hcl/tree';
import type { TextEdit } from '../text/edit';
import { lineBreak } from '../text/layout';
import { lineEnd, nextLine } from '../text/lines';
import { shift, slice, span } from '../text/span';
import { deploymentOf } from './deployment';
import { appendElements, insertAttribute, insertLines } from './insert';
import { inlinePolicy } from './key-policy';
import { findAttribute, type LocatedBlock, type Module, type Resource } from './module';
import { keyNames } from './names';
import { policyExpression, statementObjects } from './policy';
import { attribute, blank, block, type Item, print } from './print';
import { templateOf } from './template';

/** Writes changes of meaning into the files of a module. Edits of one file are disjoint. */
export function write(module: Module, changes: readonly Change[]): readonly FileEdits[] {
  const byPath = new Map<string, TextEdit[]>();
  for (const change of changes) {
    for (const { path, edits } of writeChange(module, change))
      byPath.set(path, [...(byPath.get(path) ?? []), ...edits]);
  }
  return [...byPath].map(([path, edits]) => ({ path, edits }));
}

function writeChange(module: Module, change: Change): readonly FileEdits[] {
  switch (change.kind) {
    case 'encrypt-trail': {
      const trail = resource(module, change.trail);
      return [editsIn(trail, [setKey(trail, `${change.key}.arn`)])];
    }
    case 'encrypt-trail-with-new-key': {
      const trail = resource(module, change.trail);
      const { items, key } = newKey(module, trail);
      return [editsIn(trail, [setKey(trail, `${key}.arn`), appendBlocks(trail, items)])];
    }
    case 'let-trail-use-key':
      return letTrailUseKey(module, resource(module, change.key), resource(module, change.trail));
    case 'encrypt-trail-with-input':
      return addVariable(module, resource(module, change.trail));
    case 'rename-property':
      throw new Error('Terraform itself knows the names of arguments');
  }
}

function letTrailUseKey(module: Module, key: Resource, trail: Resource): readonly FileEdits[] {
  const deployment = deploymentOf(module, trail);
  const blueprint = trailKeyPolicy(deployment.namesPattern);
  const policy = inlinePolicy(module, key);
  if (policy === 'unclear') return [];
  const eol = lineBreak(key.file.text);
  const edits =
    policy === 'none'
      ? [insertLines(key.block, print([attribute('policy', policyExpression(blueprint, deployment.sourceOf))]), eol)]
      : appendElements(
          key.block,
          policy.statements,
          statementObjects(lackingStatements(blueprint, policy.lacking), policy.ids, deployment.sourceOf),
          eol,
        );
  const missing = deployment.dataSources;
  return [editsIn(key, edits), ...(missing.length === 0 ? [] : [editsIn(trail, [appendBlocks(trail, missing)])])];
}

/** The new variable goes where the module has its variables, else after the trail. */
function addVariable(module: Module, trail: Resource): readonly FileEdits[] {
  const name = freeName(['kms_key_arn', 'cloudtrail_kms_key_arn'], '_', (taken) => module.variables.has(taken));
  const declaration = block(`variable "${name}"`, [
    attribute(
      'description',
      '"ARN of the KMS key that encrypts the log files. Its key policy must let CloudTrail use it."',
    ),
    attribute('type', 'string'),
  ]);
  const last = [...module.variables.values()].at(-1) ?? trail;
  return [editsIn(trail, [setKey(trail, `var.${name}`)]), editsIn(last, [appendBlocks(last, [declaration])])];
}

function resource(module: Module, address: string): Resource {
  const found = module.resources.get(address);
  if (!found) throw new Error(`a change names ${address}, which is not in the module`);
  return found;
}

/** Edits whose spans count from the start of the block, in its file. */
function editsIn(owner: LocatedBlock, edits: readonly TextEdit[]): FileEdits {
  return { path: owner.file.path, edits: edits.map((edit) => ({ ...edit, span: shift(edit.span, owner.start) })) };
}

/** The trail's key is `arn`, unless what is written there gives one: then that stays. */
function setKey(trail: Resource, arn: string): TextEdit {
  const written = findAttribute(trail.block, 'kms_key_id');
  if (typeof written === 'string') {
    const neighbours = ['name', 's3_bucket_name', 's3_key_prefix'];
    return insertAttribute(trail.block, 'kms_key_id', arn, neighbours, lineBreak(trail.file.text));
  }
  const value = written.value();
  const isNothing = value.kind === 'literal' && (value.value === null || value.value === '');
  const text = isNothing ? arn : `coalesce(${slice(trail.block.text, written.valueSpan)}, ${arn})`;
  return { span: written.valueSpan, text };
}

function newKey(module: Module, trail: Resource): { readonly items: readonly Item[]; readonly key: string } {
  const deployment = deploymentOf(module, trail);
  const blueprint = trailKey(deployment.namesPattern);
  const { label, alias } = keyNames(module, trail, deployment.trailName);
  const condition = creationCondition(trail);
  const count = condition === undefined ? [] : [attribute('count', condition)];
  const placement = [...count, ...deployment.keyPlacement];
  const lead = placement.length === 0 ? [] : [...placement, blank];
  const key = `aws_kms_key.${label}${condition === undefined ? '' : '[0]'}`;
  const items: readonly Item[] = [
    ...deployment.dataSources,
    ...(deployment.dataSources.length === 0 ? [] : [blank]),
    block(`resource "aws_kms_key" "${label}"`, [
      ...lead,
      attribute('description', templateOf(blueprint.description, deployment.sourceOf)),
      attribute('enable_key_rotation', String(blueprint.rotates)),
      attribute('deletion_window_in_days', String(blueprint.deletionWindow)),
      blank,
      attribute('policy', policyExpression(blueprint.policy, deployment.sourceOf)),
      blank,
      block('lifecycle', [attribute('prevent_destroy', 'true')]),
    ]),
    blank,
    block(`resource "aws_kms_alias" "${label}"`, [
      ...lead,
      attribute('name', alias),
      attribute('target_key_id', `${key}.key_id`),
    ]),
  ];
  return { items, key };
}

/** The source of a `count` that is one or none: what serves the trail only is made under the same condition. */
function creationCondition(trail: Resource): string | undefined {
  const count = findAttribute(trail.block, 'count');
  if (typeof count === 'string') return undefined;
  const value = count.value();
  const isOneOrNone = value.kind === 'conditional' && [value.whenTrue, value.whenFalse].every(isOneOrZero);
  const source = slice(trail.block.text, count.valueSpan);
  return isOneOrNone && !source.includes('\n') ? source : undefined;
}

function isOneOrZero(value: Expression): boolean {
  return value.kind === 'literal' && (value.value === 1 || value.value === 0);
}

/** Puts blocks after the resource, parted by blank lines from what surrounds them. */
function appendBlocks(owner: LocatedBlock, items: readonly Item[]): TextEdit {
  const { text } = owner.file;
  const eol = lineBreak(text);
  const at = lineEnd(text, owner.start + owner.block.span.end);
  const next = nextLine(text, at);
  const parted = next >= text.length || text.slice(next, lineEnd(text, next)).trim() === '';
  const written = eol + eol + print(items).join(eol) + (parted ? '' : eol);
  return { span: shift(span(at, at), -owner.start), text: written };
}
