import type { ExplainedStep, Explanation } from '../model/explanation';
import { type Message, message, render } from '../model/message';
import type { Setting, Trail } from '../model/project';
import type { Value, WayStep } from '../model/value';
import { stepsTo } from '../model/values';

/** The way to the value of a setting of a trail, for one who asks why. */
export function explain(trail: Trail, { name, value, place, written }: Setting, verdict: Message): Explanation {
  const { address, header, call, misspelledKey } = trail;
  const own = call ? place : written;
  return {
    resource: address,
    places: [header, ...(own ? [own] : []), ...(misspelledKey ? [misspelledKey.place] : [])],
    verdict,
    steps: [
      { what: message('`{0}`', name), place: written ?? call?.declaration ?? header, value: sayValue(value) },
      ...stepsTo(value).map(explainStep),
    ],
  };
}

/** The way to the value of a setting, for one who asks where it is written; nothing where what is written is all that there is to say. */
export function explainSetting(resource: string, { name, value, written }: Setting): readonly Explanation[] {
  const way = stepsTo(value);
  const isPlain = way.length === 0 && value.kind !== 'choice' && value.kind !== 'unknown';
  if (!written || isPlain) return [];
  return [
    {
      resource,
      places: [written],
      verdict: message('`{0}` of {1} is {2}.', name, resource, sayValue(value)),
      steps: [{ what: message('`{0}`', name), place: written, value: sayValue(value) }, ...way.map(explainStep)],
    },
  ];
}

function explainStep(step: WayStep): ExplainedStep {
  return { what: sayKind(step), place: step.place, value: sayValue(step.value) };
}

function sayKind({ kind, name, of = '' }: WayStep): Message {
  switch (kind) {
    case 'variable':
    case 'parameter':
      return message('`{0}`, by default', name);
    case 'assignment':
      return message('`{0}`, set here', name);
    case 'argument':
      return message('`{0}`, passed to `{1}`', name, of);
    case 'default':
      return message('`{0}`, not passed to `{1}`: its default', name, of);
    case 'condition':
      return message('condition `{0}`', name);
    case 'mapping':
      return message('mapping `{0}`', name);
    case 'open':
      return message('`{0}`, not set here', name);
    case 'local':
    case 'output':
    case 'resource':
      return message('`{0}`', name);
  }
}

/** Of long lists and many possibilities not all is said. */
const most = 3;

function sayValue(value: Value): Message {
  switch (value.kind) {
    case 'absent':
      return value.origin.place ? message('no value') : message('not set');
    case 'literal':
      return message('`{0}`', JSON.stringify(value.value));
    case 'reference':
      return message('`{0}`', [value.resource, value.attribute].filter((part) => part !== '').join('.'));
    case 'list':
      return message('a list of {0}', String(value.items.length));
    case 'map':
      return message('a map of {0}', String(value.entries.size));
    case 'choice': {
      const said = new Map(value.arms.map(sayValue).map((arm) => [render(arm), arm]));
      const [first, ...others] = [...said.values()].slice(0, most);
      if (!first) return message('not known');
      return others.reduce((all, arm) => message('{0} or {1}', all, arm), first);
    }
    case 'unknown':
      return message('not known: {0}', value.reason);
  }
}
