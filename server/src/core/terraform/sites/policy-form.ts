import type { Policy } from '../../model/policy/statement';
import { emptyIsAbsent } from '../../model/values';
import type { Expression } from '../../syntax/hcl/tree';
import { evaluateIn } from '../evaluation/named-values';
import { truthOf } from '../evaluation/primitives';
import type { Instance } from '../instance';
import { findAttribute, type LocatedAttribute, type LocatedBlock, type Resource } from '../module';
import { creationCondition } from './creation';
import { type JsonNode, jsonInHeredoc, memberOf } from './heredoc-json';
import { isShared } from './sharing';

/** The text of a policy in the module that is judged, to which statements can be added. */
export type PolicyForm =
  /** `jsonencode` of an object with a list of statements, or with one. */
  | { readonly kind: 'list'; readonly owner: LocatedBlock; readonly statements: Extract<Expression, { kind: 'tuple' }> }
  | { readonly kind: 'one'; readonly owner: LocatedBlock; readonly statement: Expression }
  /** A data source of a document. */
  | { readonly kind: 'document'; readonly owner: Resource }
  /** A heredoc of JSON, whose `statements` are a list or an object. */
  | { readonly kind: 'heredoc'; readonly owner: LocatedBlock; readonly statements: JsonNode }
  /** What others have for a policy, too: a document may have it as its source, and the attribute that document. */
  | {
      readonly kind: 'shared';
      readonly owner: LocatedBlock;
      readonly attribute: LocatedAttribute;
      readonly source: string;
    };

export interface WrittenIn {
  readonly instance: Instance;
  readonly attribute: LocatedAttribute;
}

/** Undefined for a policy that is written in another way, or elsewhere. */
export function policyForm({ instance, attribute }: WrittenIn): PolicyForm | undefined {
  if (instance.call) return undefined;
  const form = formOf(instance, attribute.owner, attribute.value(), 0);
  return form === 'shared' ? sharedForm(attribute) : form;
}

/** A document knows neither `each` nor `count` of what it is for. */
function sharedForm(attribute: LocatedAttribute): PolicyForm | undefined {
  const { owner } = attribute;
  const { source } = withoutShell(attribute.value());
  const isOne =
    creationCondition(owner) !== undefined ||
    ['count', 'for_each'].every((repeat) => findAttribute(owner, repeat) === 'absent');
  return isOne && !source.includes('\n') ? { kind: 'shared', owner, attribute, source } : undefined;
}

function withoutShell(value: Expression): Expression {
  const inner = innerOf(value);
  return inner ? withoutShell(inner) : value;
}

/** The ids of statements that are written there, or may be. */
export function idsIn({ owner }: PolicyForm): readonly string[] {
  const text = owner.block.text;
  return [...text.matchAll(/\bsid\\?"?\s*[=:]\s*\\?"([^"\\]*)\\?"/gi)].map(([, id = '']) => id);
}

/** The ids of statements that a policy has, wherever they are written: in a document, those of its sources. */
export function idsOf({ statements }: Policy): readonly string[] {
  return statements.flatMap(({ id }) => id ?? []);
}

/** No policy is followed any further than this. */
const longestWay = 20;

type Found = PolicyForm | 'shared' | undefined;

function formOf(instance: Instance, owner: LocatedBlock, policy: Expression, depth: number): Found {
  if (depth > longestWay) return undefined;
  const inner = innerOf(policy) ?? chosenArgument(instance, owner, policy);
  if (inner) return formOf(instance, owner, inner, depth + 1);
  const [, name] = /^data\.aws_iam_policy_document\.([\w-]+)(?:\[[^[\]]*\])?\.json$/.exec(policy.source) ?? [];
  const document =
    name === undefined ? undefined : instance.module.resources.get(`data.aws_iam_policy_document.${name}`);
  if (document) return isShared(instance, document.address) ? 'shared' : { kind: 'document', owner: document };
  // Inside a string of JSON there are no places that something could be added at.
  if (owner.file.language === 'terraform') {
    if (policy.kind === 'call' && policy.name === 'jsonencode') return formOfObject(instance, owner, policy, depth);
    const statements = memberOf(jsonInHeredoc(owner.block.text, policy), 'Statement');
    if (statements && statements.kind !== 'scalar') return { kind: 'heredoc', owner, statements };
  }
  const named = namedBy(instance, policy);
  if (named === 'shared') return named;
  return named && formOf(instance, named.owner, named.value(), depth + 1);
}

/** What stands alone in parentheses or a template. */
function innerOf(value: Expression): Expression | undefined {
  if (value.kind === 'parentheses') return value.inner;
  if (value.kind !== 'template') return undefined;
  const [only, ...others] = value.parts;
  return typeof only === 'object' && others.length === 0 ? only : undefined;
}

/** The policy that is in force where what goes before it is not given. */
function chosenArgument(instance: Instance, owner: LocatedBlock, policy: Expression): Expression | undefined {
  const isGiven = (each: Expression) => {
    const value = emptyIsAbsent(evaluateIn(instance, owner, each));
    return value.kind !== 'absent';
  };
  if (policy.kind === 'call' && policy.name === 'coalesce') return policy.arguments.find(isGiven);
  if (policy.kind !== 'conditional') return undefined;
  const holds = truthOf(evaluateIn(instance, owner, policy.test));
  return holds === undefined ? undefined : holds ? policy.whenTrue : policy.whenFalse;
}

/** The local value that an expression is. The default of a variable cannot name the account, as statements have to. */
function namedBy(instance: Instance, value: Expression): LocatedAttribute | 'shared' | undefined {
  const [, name] = /^local\.([\w-]+)$/.exec(value.source) ?? [];
  const named = name === undefined ? undefined : instance.module.locals.get(name);
  return named && isShared(instance, `local.${name}`) ? 'shared' : named;
}

function formOfObject(
  instance: Instance,
  owner: LocatedBlock,
  call: Extract<Expression, { kind: 'call' }>,
  depth: number,
): Found {
  const [argument] = call.arguments;
  const document = argument && whole(instance, { owner, value: argument }, depth);
  if (document === 'shared') return document;
  if (document?.value.kind !== 'object') return undefined;
  const entry = document.value.entries.find(({ key }) => keyText(key) === 'Statement');
  const statements = entry && whole(instance, { owner: document.owner, value: entry.value }, depth);
  if (statements === undefined || statements === 'shared') return statements;
  const list = listIn(statements.value);
  if (list) return { kind: 'list', owner: statements.owner, statements: list };
  return statements.value.kind === 'object'
    ? { kind: 'one', owner: statements.owner, statement: statements.value }
    : undefined;
}

interface Written {
  readonly owner: LocatedBlock;
  readonly value: Expression;
}

/** An expression, or the one that the name it is stands for. */
function whole(instance: Instance, { owner, value }: Written, depth: number): Written | 'shared' | undefined {
  if (depth > longestWay) return undefined;
  if (value.kind === 'parentheses') return whole(instance, { owner, value: value.inner }, depth + 1);
  const named = namedBy(instance, value);
  if (!named) return { owner, value };
  if (named === 'shared') return named;
  if (named.owner.file.language !== 'terraform') return undefined;
  return whole(instance, { owner: named.owner, value: named.value() }, depth + 1);
}

/** A list, or the first of those that are put together. */
function listIn(value: Expression): Extract<Expression, { kind: 'tuple' }> | undefined {
  if (value.kind === 'tuple') return value;
  if (value.kind !== 'call' || value.name !== 'concat') return undefined;
  return value.arguments.find((argument) => argument.kind === 'tuple');
}

export function keyText(key: Expression): string | undefined {
  if (key.kind === 'name') return key.name;
  return key.kind === 'literal' ? String(key.value) : undefined;
}

/** The value of an entry of an object. */
export function entryIn(object: Expression | undefined, name: string): Expression | undefined {
  if (object?.kind !== 'object') return undefined;
  return object.entries.find(({ key }) => keyText(key) === name)?.value;
}
