import { memoize } from '../../memory/lazy';
import { readPolicy } from '../../model/policy/read';
import type { Condition, Patterns, Policy, Statement } from '../../model/policy/statement';
import { joined } from '../../model/policy/text';
import type { Text } from '../../model/text';
import { nowhere, type Value } from '../../model/value';
import { choice, joinWays } from '../../model/values';
import { jsonOf } from '../evaluation/json-text';
import { evaluateAttribute } from '../evaluation/named-values';
import type { Declared } from './declared';
import { bindingsOf, valuesOf } from './joining';
import type { PolicyHolders } from './policies';

/** What symbols stand for, by kind and name: what a bucket or trail that a policy refers to is called. */
export type Meanings = ReadonlyMap<string, Text>;

/** What all that holds a policy of a bucket or key says. */
export function policyOf({ found, mayBeMore, none }: PolicyHolders, target: Declared, meanings: Meanings): Policy {
  const policies = found.map(({ instance, resource, attribute }) => {
    return readDocument(choice(valuesFor({ instance, resource }, attribute.name, target), nowhere));
  });
  return {
    statements: policies.flatMap(({ statements }) => statements.map((statement) => meaning(statement, meanings))),
    isComplete: !mayBeMore && policies.every(({ isComplete }) => isComplete),
    way: found.length === 0 ? none.way : joinWays(...policies.map(({ way }) => way)),
  };
}

/** What an attribute comes to in those of a block that are for the target. */
function valuesFor(declared: Declared, attribute: string, target: Declared): readonly Value[] {
  const all = valuesOf(declared, attribute);
  if (all.length === 1) return all;
  const { instance, resource } = declared;
  return bindingsOf(declared, target).map((bindings) => evaluateAttribute(instance, resource, attribute, bindings));
}

/** There may be many who ask, for each request of each trail. */
const readDocument = memoize((value: Value): Policy => {
  const policy = readPolicy(jsonOf(value) ?? value);
  return { ...policy, way: joinWays(value.origin.way, policy.way) };
});

function meaning(statement: Statement, meanings: Meanings): Statement {
  const { principals, actions, resources, conditions } = statement;
  const inPatterns = (patterns: Patterns): Patterns => ({
    ...patterns,
    texts: patterns.texts.map((text) => inText(text, meanings)),
  });
  return {
    ...statement,
    principals: {
      ...principals,
      principals: principals.principals.map(({ type, text }) => ({ type, text: inText(text, meanings) })),
    },
    actions: inPatterns(actions),
    resources: inPatterns(resources),
    conditions: conditions.map(
      (condition): Condition => ({ ...condition, values: condition.values.map((text) => inText(text, meanings)) }),
    ),
  };
}

function inText(text: Text, meanings: Meanings): Text {
  // What stays the same value need not be looked at again.
  if (!text.some((part) => typeof part !== 'string' && isNamed(part) && meanings.has(part.name))) return text;
  return joined(
    text.flatMap((part) => (typeof part === 'string' ? [part] : (isNamed(part) && meanings.get(part.name)) || [part])),
  );
}

function isNamed({ kind }: Exclude<Text[number], string>): boolean {
  return kind === 'attribute' || kind === 'other';
}
