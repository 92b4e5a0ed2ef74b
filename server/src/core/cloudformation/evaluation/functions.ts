import type { Origin, Value } from '../../model/value';
import { isLiteral, joinWays, literal, mapArms, unfinished, unknown } from '../../model/values';
import { partlyKnown } from './texts';

/** The result of an intrinsic function of known arguments; unknown for what only a deployment knows. */
export function callFunction(name: string, args: readonly Value[], origin: Origin): Value {
  const make = functions.get(name);
  // A name that is none is being typed.
  const why = make || others.includes(name) ? unknown : unfinished;
  return make?.(args, origin) ?? why('{0} is known when the stack is deployed', `Fn::${name}`);
}

/** docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const others: readonly string[] = [
  'And',
  'Cidr',
  'Condition',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'GetAZs',
  'GetStackOutput',
  'ImportValue',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
];

/** Undefined where the result is not known. */
type TemplateFunction = (args: readonly Value[], origin: Origin) => Value | undefined;

const functions: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries<TemplateFunction>({
    Join: ([separator, list], origin) => {
      if (separator?.kind !== 'literal' || list?.kind !== 'list') return undefined;
      const items = list.items.filter((item) => item.kind !== 'absent');
      const [only] = items;
      if (only && items.length === 1) return only;
      const texts = items.map((item) => (item.kind === 'literal' ? String(item.value) : undefined));
      if (texts.includes(undefined)) {
        return partlyKnown(items.flatMap((item, index) => (index === 0 ? [item] : [separator, item])));
      }
      const way = joinWays(list.origin.way, ...items.map((item) => item.origin.way));
      return literal(texts.join(String(separator.value)), { ...origin, way });
    },
    Select: ([index, list]) => {
      if (index?.kind !== 'literal' || list?.kind !== 'list') return undefined;
      return list.items.filter((item) => item.kind !== 'absent')[Number(index.value)];
    },
    Split: ([separator, text], origin) => {
      if (separator?.kind !== 'literal' || text?.kind !== 'literal' || isLiteral(separator, '')) return undefined;
      const items = String(text.value).split(String(separator.value));
      return {
        kind: 'list',
        items: items.map((item) => literal(item, text.origin)),
        origin: { ...origin, way: text.origin.way },
      };
    },
    Base64: ([value]) =>
      value ? mapArms(value, (arm) => (arm.kind === 'reference' ? arm : unknown('it is encoded'))) : undefined,
  }),
);
