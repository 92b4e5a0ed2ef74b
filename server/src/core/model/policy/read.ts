import type { Text } from '../text';
import { isAbsent, type Value } from '../value';
import { meant, settled, wayOf } from './document';
import type { Condition, Patterns, Policy, Principals, Statement } from './statement';
import { textOf } from './text';

/** The policy that a value is. What does not read as one is not known: AWS would refuse it. */
export function readPolicy(document: Value): Policy {
  return { ...readStatements(document), way: wayOf(document) };
}

type Statements = Pick<Policy, 'statements' | 'isComplete'>;

const nothingKnown: Statements = { statements: [], isComplete: false };

function readStatements(document: Value): Statements {
  const policy = settled(meant(document));
  if (!policy) return nothingKnown;
  if (policy.kind === 'absent') return { statements: [], isComplete: true };
  const statement = policy.kind === 'map' ? settled(member(policy, 'Statement')) : undefined;
  if (!statement || statement.kind === 'absent') return nothingKnown;
  const written = listed(statement);
  const read = written.items.map(readStatement);
  const statements = read.flatMap((one) => one ?? []);
  return { statements, isComplete: written.isComplete && statements.length === read.length };
}

function readStatement(value: Value): Statement | undefined {
  const statement = settled(value);
  if (statement?.kind !== 'map') return undefined;
  const id = member(statement, 'Sid');
  return {
    place: value.origin.place ?? statement.origin.place,
    id: id.kind === 'literal' ? String(id.value) : undefined,
    effect: readEffect(member(statement, 'Effect')),
    principals: readPrincipals(statement),
    actions: readPatterns(statement, 'Action'),
    resources: readPatterns(statement, 'Resource'),
    ...readConditions(member(statement, 'Condition')),
  };
}

function readEffect(value: Value): Statement['effect'] {
  const effect = settled(value);
  if (effect?.kind !== 'literal') return 'unknown';
  return effect.value === 'Allow' || effect.value === 'Deny' ? effect.value : 'unknown';
}

interface Either {
  readonly value: Value | undefined;
  readonly isNegated: boolean;
  readonly isMissing: boolean;
}

/** An element, or what stands under its name with `Not` before it. Each statement has one of them. */
function either(statement: MapValue, name: string): Either {
  const [plain, negated] = [member(statement, name), member(statement, `Not${name}`)];
  const isNegated = isAbsent(plain) && !isAbsent(negated);
  const isOne = isAbsent(plain) !== isAbsent(negated);
  return {
    value: isOne ? settled(isNegated ? negated : plain) : undefined,
    isNegated,
    isMissing: isAbsent(plain) && isAbsent(negated),
  };
}

function readPatterns(statement: MapValue, name: string): Patterns {
  const { value, isNegated, isMissing } = either(statement, name);
  return { isNegated, isMissing, ...(value ? texts(value) : { texts: [], isComplete: false }) };
}

function readPrincipals(statement: MapValue): Principals {
  const { value, isNegated } = either(statement, 'Principal');
  if (value?.kind === 'literal')
    return { isNegated, principals: [{ type: '*', text: textOf(value) }], isComplete: true };
  if (value?.kind !== 'map') return { isNegated, principals: [], isComplete: false };
  const byType = [...value.entries]
    .filter(([, names]) => names.kind !== 'absent')
    .map(([type, names]) => ({ type, ...texts(names) }));
  return {
    isNegated,
    principals: byType.flatMap(({ type, texts: names }) => names.map((text) => ({ type, text }))),
    isComplete: byType.every(({ isComplete }) => isComplete),
  };
}

function readConditions(written: Value): Pick<Statement, 'conditions' | 'mayHaveMoreConditions'> {
  const value = settled(written);
  if (value?.kind === 'absent') return { conditions: [], mayHaveMoreConditions: false };
  if (value?.kind !== 'map') return { conditions: [], mayHaveMoreConditions: true };
  const conditions: Condition[] = [];
  let mayHaveMoreConditions = false;
  for (const [operator, tested] of value.entries) {
    const keys = settled(tested);
    if (keys?.kind !== 'map') {
      mayHaveMoreConditions = true;
      continue;
    }
    for (const [key, values] of keys.entries) {
      if (values.kind === 'absent') mayHaveMoreConditions = true;
      else conditions.push({ operator, key, ...valuesOf(values) });
    }
  }
  return { conditions, mayHaveMoreConditions };
}

function valuesOf(value: Value): Pick<Condition, 'values' | 'isComplete'> {
  const { texts: values, isComplete } = texts(value);
  return { values, isComplete };
}

/** A text or a list of them, which are the same to a policy. */
function texts(value: Value): { readonly texts: readonly Text[]; readonly isComplete: boolean } {
  const { items, isComplete } = listed(value);
  return { texts: items.map((item) => textOf(settled(item) ?? item)), isComplete };
}

/** The items of a list, or the only one. What may be either has none that are known. */
function listed(value: Value): { readonly items: readonly Value[]; readonly isComplete: boolean } {
  const known = settled(value);
  if (!known || (known.kind === 'unknown' && !known.text)) return { items: [], isComplete: false };
  const items = (known.kind === 'list' ? known.items : [known]).filter(({ kind }) => kind !== 'absent');
  const isFlat = items.every((item) => item.kind !== 'list');
  return { items: isFlat ? items : [], isComplete: isFlat };
}

type MapValue = Extract<Value, { kind: 'map' }>;

/** What the map has by this name. Under one that differs in case only, nobody says what it is. */
function member(map: MapValue, name: string): Value {
  const value = map.entries.get(name);
  if (value) return value;
  const isLike = [...map.entries.keys()].some((other) => other.toLowerCase() === name.toLowerCase());
  return isLike ? notKnown(map) : { kind: 'absent', origin: map.origin };
}

function notKnown({ origin }: Value): Value {
  return { kind: 'unknown', reason: { template: 'the name is not spelled as AWS does', arguments: [] }, origin };
}
