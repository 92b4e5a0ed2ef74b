import { nothingAround } from '../analyze';
import { freeName } from '../blueprints/free-name';
import { vocabulary } from '../model/vocabulary';
import { readSource, type SourceFile } from '../source';
import { readHcl } from '../syntax/hcl/read';
import type { Block, TopLevelBlock } from '../syntax/hcl/tree';
import type { Syntax } from '../syntax/parser';
import { rootInstance } from '../terraform/instance';
import type { Module } from '../terraform/module';
import { modulesOf, worldOf } from '../terraform/world';
import { parted, print } from '../terraform/writing/print';
import { resourceBlocks, resourceTypes } from '../terraform/writing/resources';
import { write } from '../terraform/writing/write';
import { applyEdits } from '../text/edit';
import { marks, type Recipe, type RecipeNames } from './recipe';
import { withStops } from './stops';

/**
 * The snippet for the top level of a file. `around` is the module that it is for, as far as `moduleAround` tells: its names are not taken again,
 * and its data sources are used.
 */
export function terraformSnippet(recipe: Recipe, syntax: Syntax, around = ''): string {
  const labels = labelsOf(recipe, onlyModule(modulesOf([fileOf('around.tf', around, syntax)])));
  const names = { ...namesFor(labels), key: `${vocabulary.key.terraform}.${marks.key}` };
  const seeds = recipe.resources.map((resource) => ({
    kind: resource.kind,
    blocks: resourceBlocks(resource, labels[resource.kind], names.bucket),
  }));
  const text = `${print(parted(seeds.flatMap(({ blocks }) => blocks))).join('\n')}\n`;
  const elsewhere = seeds.flatMap(({ kind, blocks }) => (recipe.elsewhere.includes(kind) ? blocks : []));
  const left = new Set(elsewhere.map((item) => (item.kind === 'block' ? idOf(item) : '')));
  const own = fileOf('snippet.tf', text, syntax);
  const others = fileOf('around.tf', joined(withoutThose(around, left, syntax)), syntax);
  const modules = modulesOf([own, others]);
  const world = worldOf(modules, nothingAround, { folders: new Set(), texts: new Set(), callers: new Set() });
  const edits = write(rootInstance(onlyModule(modules), world), recipe.changes(names));
  const whole = applyEdits(
    text,
    edits.flatMap((file) => (file.path === own.path ? file.edits : [])),
  );
  const kept = withoutThose(whole, left, syntax);
  return withStops(joined(kept), recipe.stops, 'terraform');
}

/** The blocks of a text but those with these ids: what stands in for them would be there twice. */
function withoutThose(text: string, ids: ReadonlySet<string>, { readExpression }: Syntax): readonly TopLevelBlock[] {
  return readHcl(text, readExpression).blocks.filter(({ block }) => !ids.has(idOf(block)));
}

/** What matters of a module to what is inserted into it, whichever syntax its files are in. */
export function moduleAround(blocks: readonly TopLevelBlock[]): string {
  const lines = blocks.flatMap(({ block }) => {
    const { type, labels } = block;
    if (type !== 'resource' && type !== 'data') return [];
    const tells = deploymentTypes.has(labels[0] ?? '');
    if (!tells && (type === 'data' || !namedTypes.test(labels[0] ?? ''))) return [];
    const header = [type, ...labels.map((label) => JSON.stringify(label))].join(' ');
    return `${header} ${tells && !isUsual(block) ? '{\n  for_each = {}\n}' : '{}'}`;
  });
  return lines.join('\n');
}

/** Whether there is one of it, for the provider that everything has which names none. */
function isUsual({ type, body }: Block): boolean {
  const { attributes, blocks } = body();
  if (type === 'data') return attributes.length === 0 && blocks.length === 0;
  return !attributes.some(({ name }) => ['count', 'for_each', 'provider'].includes(name));
}

/** The types of what is inserted. */
const namedTypes = /^aws_(?:cloudtrail|kms_|s3_bucket|cloudwatch_log_group$|iam_role)/;

/** The types of what tells about the deployment. */
const deploymentTypes: ReadonlySet<string> = new Set([
  'aws_caller_identity',
  'aws_partition',
  'aws_region',
  'aws_organizations_organization',
]);

function labelsOf({ resources, elsewhere }: Recipe, { resources: known }: Module): Omit<RecipeNames, 'key'> {
  const inserted = resources.filter(({ kind }) => !elsewhere.includes(kind)).flatMap(resourceTypes);
  const label = freeName(['cloudtrail'], '_', (name) => inserted.some((type) => known.has(`${type}.${name}`)));
  return { trail: label, store: label, bucket: elsewhere.includes('bucket') ? marks.bucket : label };
}

function namesFor(labels: Omit<RecipeNames, 'key'>): Omit<RecipeNames, 'key'> {
  const addressOf = (kind: keyof typeof labels) => `${vocabulary[kind].terraform}.${labels[kind]}`;
  return { trail: addressOf('trail'), store: addressOf('store'), bucket: addressOf('bucket') };
}

function fileOf(path: string, text: string, syntax: Syntax): SourceFile {
  return readSource(syntax, { path, folder: '', language: 'terraform', text });
}

function onlyModule(modules: ReadonlyMap<string, Module>): Module {
  const [module] = modules.values();
  if (!module) throw new Error('files without a module');
  return module;
}

function idOf({ type, labels }: { readonly type: string; readonly labels: readonly string[] }): string {
  return JSON.stringify([type, ...labels]);
}

/** Blocks on one line stand below each other, others apart. */
function joined(blocks: readonly TopLevelBlock[]): string {
  return blocks.reduce((before, { block: { text } }, index) => {
    const isApart = text.includes('\n') || blocks[index - 1]?.block.text.includes('\n');
    return before + (index === 0 ? '' : isApart ? '\n\n' : '\n') + text;
  }, '');
}
