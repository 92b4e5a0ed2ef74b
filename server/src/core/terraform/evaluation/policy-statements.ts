import type { Value } from '../../model/value';
import { along, isLiteral, unknown } from '../../model/values';
import { jsonOf } from './json-text';

/** No more statements are kept of documents that are put together from others. */
const mostStatements = 2000;

/** Nor of more documents. */
const mostDocuments = 50;

/**
 * The statements of documents that a data source is given as texts, by document. An unknown one may be any number of them; all that a list
 * which is not known holds is one such document.
 */
export function statementsIn(documents: Value): readonly (readonly Value[])[] {
  if (documents.kind !== 'list') return isNothing(documents) ? [] : [ofDocument(documents)];
  const items = documents.items.filter((item) => !isNothing(item));
  const read = items.slice(0, mostDocuments).map(ofDocument);
  return items.length > mostDocuments ? [...read, [notKnown()]] : read;
}

/**
 * The statements of a document and of one that is merged into it: one with the `Sid` of another takes its place. What may have been replaced
 * is not known. (`IAMPolicyDoc.Merge` in internal/service/iam/policy_model.go of github.com/hashicorp/terraform-provider-aws)
 */
export function mergeStatements(existing: readonly Value[], added: readonly Value[]): Value[] {
  const merged = [...existing];
  const positions = new Map<string, number>();
  let unsure: number[] = [];
  for (const [index, statement] of merged.entries()) {
    const id = idOf(statement);
    if (id === undefined) unsure.push(index);
    else if (id !== none && !positions.has(id)) positions.set(id, index);
  }
  for (const statement of added) {
    const id = idOf(statement);
    const at = typeof id === 'string' ? positions.get(id) : undefined;
    if (at !== undefined) {
      merged[at] = statement;
      continue;
    }
    if (id !== none) {
      for (const index of unsure) merged[index] = notKnown();
      unsure = [];
    }
    if (id === undefined) {
      for (const index of positions.values()) merged[index] = notKnown();
      positions.clear();
    }
    merged.push(statement);
  }
  return merged.length > mostStatements ? [...merged.slice(0, mostStatements), notKnown()] : merged;
}

/** What has no `Sid` replaces nothing. */
const none = Symbol('none');

/** Undefined where it is not known. */
function idOf(statement: Value | undefined): string | typeof none | undefined {
  if (statement?.kind !== 'map') return undefined;
  const id = statement.entries.get('Sid');
  if (!id || isNothing(id)) return none;
  return id.kind === 'literal' ? String(id.value) : undefined;
}

function ofDocument(document: Value): readonly Value[] {
  const json = jsonOf(document);
  if (json?.kind !== 'map') return [notKnown()];
  const statements = json.entries.get('Statement');
  if (!statements || statements.kind === 'absent') return [];
  const { way } = document.origin;
  if (statements.kind === 'list') return statements.items.map((item) => along(way, item));
  return [statements.kind === 'map' ? along(way, statements) : notKnown()];
}

function isNothing(value: Value): boolean {
  return value.kind === 'absent' || isLiteral(value, '');
}

function notKnown(): Value {
  return unknown('part of the policy is not known');
}
