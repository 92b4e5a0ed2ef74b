import { makeResults, memoize } from '../memory/lazy';
import type { Block, Expression, ForExpression, Step } from '../syntax/hcl/tree';
import type { LocatedBlock, Module } from './module';

/**
 * The addresses that what is written refers to, and those that they refer to in turn: `aws_kms_key.logs`, `local.policy`,
 * `data.aws_iam_policy_document.key`, `module.kms`. Terraform refuses a circle of them.
 */
export function reachedFrom(module: Module, from: readonly Expression[]): ReadonlySet<string> {
  return reached(module, from, () => true);
}

/** The addresses that what is written refers to itself, or by way of local values. */
export function reachedByLocals(module: Module, from: readonly Expression[]): ReadonlySet<string> {
  return reached(module, from, isLocal);
}

/** The same by way of documents of policies as well. */
export function reachedByTexts(module: Module, from: readonly Expression[]): ReadonlySet<string> {
  return reached(module, from, (address) => isLocal(address) || isDocument(address));
}

function isLocal(address: string): boolean {
  return address.startsWith('local.');
}

function isDocument(address: string): boolean {
  return address.startsWith('data.aws_iam_policy_document.');
}

/** What refers to others is followed where `goesOn` says so. */
function reached(
  module: Module,
  from: readonly Expression[],
  goesOn: (address: string) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = from.flatMap(referencesIn);
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    if (found.has(address)) continue;
    found.add(address);
    if (goesOn(address)) open.push(...referencesOf(module, address));
  }
  return found;
}

/** The same of all that is in a block, and in what overrides it. */
export function reachedByBlock(module: Module, owner: LocatedBlock): ReadonlySet<string> {
  return reachedFrom(
    module,
    [owner, ...owner.overrides].flatMap(({ block }) => expressionsIn(block)),
  );
}

/** Every expression in a block. */
export function expressionsIn(block: Block): readonly Expression[] {
  const { attributes, blocks } = block.body();
  return [...attributes.map(({ value }) => value()), ...blocks.flatMap(expressionsIn)];
}

/** Worked out once in a module: there may be many keys that lead to the same documents. */
function referencesOf(module: Module, address: string): readonly string[] {
  return referencesOfModule(module)(address, () => [...new Set(expressionsOf(module, address).flatMap(referencesIn))]);
}

const referencesOfModule = memoize((_module: Module) => makeResults<string, readonly string[]>());

function expressionsOf(module: Module, address: string): readonly Expression[] {
  const [root, name = ''] = address.split('.');
  const local = root === 'local' ? module.locals.get(name) : undefined;
  if (local) return [local.value()];
  const owner = root === 'module' ? module.calls.get(name) : module.resources.get(address);
  return owner ? [owner, ...owner.overrides].flatMap(({ block }) => expressionsIn(block)) : [];
}

/** The addresses that an expression itself refers to. */
export function referencesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'literal':
      // In JSON the addresses in `depends_on` are plain texts.
      return typeof expression.value === 'string' ? addressesIn(expression.value, plainAddress) : [];
    case 'name':
      return [];
    case 'template':
      return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : referencesIn(part)));
    case 'access': {
      const { of, steps } = expression;
      const own = of.kind === 'name' ? addressOf([of.name, ...leadingNames(steps)]) : referencesIn(of);
      return [...own, ...steps.flatMap(referencesInStep)];
    }
    case 'conditional':
      return [expression.test, expression.whenTrue, expression.whenFalse].flatMap(referencesIn);
    case 'call':
      return expression.arguments.flatMap(referencesIn);
    case 'tuple':
      return expression.items.flatMap(referencesIn);
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [...referencesIn(key), ...referencesIn(value)]);
    case 'parentheses':
      return referencesIn(expression.inner);
    case 'unary':
      return referencesIn(expression.operand);
    case 'binary':
      return [expression.left, expression.right].flatMap(referencesIn);
    case 'for':
      return referencesInLoop(expression);
    case 'unreadable':
      // What is inside is not read: whatever looks like a reference is taken for one.
      return addressesIn(expression.source, path);
  }
}

/** The variables of the loop are no addresses in what is repeated. */
function referencesInLoop({ keyName, valueName, collection, key, value, condition }: ForExpression): readonly string[] {
  const repeated = [key, value, condition].flatMap((part) => (part ? referencesIn(part) : []));
  const isOuter = (address: string) => ![keyName, valueName].includes(address.split('.')[0]);
  return [...referencesIn(collection), ...repeated.filter(isOuter)];
}

function referencesInStep(step: Step): readonly string[] {
  if (step.kind === 'attribute') return [];
  return step.kind === 'index' ? referencesIn(step.key) : step.steps.flatMap(referencesInStep);
}

function leadingNames(steps: readonly Step[]): readonly string[] {
  const names: string[] = [];
  for (const step of steps) {
    if (step.kind !== 'attribute') break;
    names.push(step.name);
  }
  return names;
}

const path = /[\p{ID_Start}_][\p{ID_Continue}-]*(?:\.[\p{ID_Start}_][\p{ID_Continue}-]*)+/gu;
const plainAddress = /^(?:(?:data|module)\.)?[\w-]+(?:\.[\w-]+)?$/g;

function addressesIn(source: string, pattern: RegExp): readonly string[] {
  return [...source.matchAll(pattern)].flatMap(([found]) => addressOf(found.split('.')));
}

function addressOf(names: readonly string[]): readonly string[] {
  const length = names[0] === 'data' ? 3 : 2;
  return names.length < length ? [] : [names.slice(0, length).join('.')];
}
