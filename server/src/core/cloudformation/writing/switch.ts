import { truth } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { type Document, spanOf } from '../../syntax/data/insert';
import type { Data, Entry, Scalar } from '../../syntax/data/tree';
import { bare, entry, text } from '../../syntax/data/written';
import { evaluateNamedCondition, type Scope, scopeOf } from '../evaluation/evaluate';
import { nothingGiven } from '../evaluation/given';
import { intrinsicOf, isNothing, itemsOf, memberOf, textOf } from '../intrinsic';
import { ownEntry } from '../reading/own';
import type { Template, TemplateResource } from '../template';
import type { Draft } from './draft';
import type { Operation } from './operation';
import { replaceWithin } from './replace';
import { addProperties, propertiesOf, type Target } from './set-property';

/** Where a setting that is on or off comes to be what it should. */
export interface SwitchSite {
  /** What an edit sets, as one calls it: the property itself, or the parameter whose default decides. */
  readonly name: string;
  readonly place:
    | { readonly kind: 'add'; readonly to: Target }
    | {
        readonly kind: 'replace';
        /** What the data is all or a part of. */
        readonly within: Entry;
        readonly data: Data;
        readonly word: string | undefined;
        /** What holds the data and comes to the same in all cases then: there is nothing left to choose in it. */
        readonly settled: Data | undefined;
      };
}

/** Undefined where no edit here could set it to the value, or one would change something else, too. */
export function switchSite(
  template: Template,
  resource: TemplateResource,
  setting: string,
  value: boolean,
): SwitchSite | undefined {
  const to = propertiesOf(resource);
  if (!to) return undefined;
  const written = to.properties ? ownEntry(to.properties, setting) : 'absent';
  if (written === 'shared') return undefined;
  if (written === 'absent') return { name: setting, place: { kind: 'add', to } };
  return siteIn(written, written.value, scopeOf(template, resource), value);
}

/** Where the default of a parameter that is on or off would be the other, and what it would say; none for any other parameter. */
export function parameterSites(template: Template, name: string): readonly ParameterSite[] {
  const scope = { template, loopVariable: undefined, underWay: [], given: nothingGiven };
  return [true, false].flatMap((value) => {
    const place = siteInParameter(name, scope, value)?.place;
    if (place?.kind !== 'replace' || place.word === undefined) return [];
    const says = place.word.replace(/^["']|["']$/g, '');
    return says === textOf(place.data) ? [] : [{ value, says, data: place.data, word: place.word }];
  });
}

export interface ParameterSite {
  readonly value: boolean;
  readonly says: string;
  readonly data: Data;
  readonly word: string;
}

/** The default of the parameter becomes the value. */
export function setParameter({ document, template }: Draft, name: string, value: boolean): readonly Operation[] {
  return parameterSites(template, name)
    .filter((site) => site.value === value)
    .map(({ data, word }) => replaceWord(document, data, word));
}

/** The setting becomes the value, by what its site says. */
export function setSwitch(
  { document, template }: Draft,
  resource: TemplateResource,
  setting: string,
  value: boolean,
): readonly Operation[] {
  const place = switchSite(template, resource, setting, value)?.place;
  switch (place?.kind) {
    case undefined:
      return [];
    case 'add':
      return addProperties(place.to, [entry(setting, bare(String(value)))], neighbours);
    case 'replace': {
      const { within, data, word, settled } = place;
      if (settled && !holdsMore(document, settled))
        return [replaceWithin(document, within, settled, bare(String(value)))];
      if (word === undefined) return [replaceWithin(document, within, data, bare(String(value)))];
      return [replaceWord(document, data, word)];
    }
  }
}

function replaceWord(document: Document, data: Data, word: string): Operation {
  const by = /^["']/.test(word) ? text(word.slice(1, -1)) : bare(word);
  return { kind: 'replace', edit: { span: spanOf(document, data), text: word }, what: data, by };
}

/** What such a setting comes after: the short properties of trails and keys. */
const neighbours: readonly string[] = [
  ...(({ name, bucket, prefix, key, logging, logFileValidation, multiRegion, globalServiceEvents, organization }) => [
    name,
    bucket,
    prefix,
    key,
    logging,
    logFileValidation,
    multiRegion,
    globalServiceEvents,
    organization,
  ])(vocabulary.trail.attributes),
  ...(({ description, deletionWindow, keySpec, usage, enabled }) => [
    description,
    deletionWindow,
    keySpec,
    usage,
    enabled,
  ])(vocabulary.key.attributes),
].map(({ cloudformation }) => cloudformation);

function siteIn(within: Entry, data: Data, scope: Scope, value: boolean): SwitchSite | undefined {
  if (isNothing(data)) return siteAt(within, data, undefined);
  const intrinsic = intrinsicOf(data);
  switch (intrinsic?.name) {
    case undefined: {
      const word = wordFor(data, value);
      return word === undefined ? undefined : siteAt(within, data, word);
    }
    case 'Ref':
      return siteInParameter(textOf(intrinsic.argument) ?? '', scope, value);
    case 'If': {
      const [condition, whenTrue, whenFalse] = itemsOf(intrinsic.argument) ?? [];
      const holds = truth(evaluateNamedCondition(textOf(condition) ?? '', scope));
      const [arm, other] = holds === undefined ? [] : holds ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
      if (!arm || !other || !isInside(arm, data)) return undefined;
      const site = siteIn(within, arm, scope, value);
      if (site?.place.kind !== 'replace' || !isInside(other, data) || !says(other, value)) return site;
      const { place } = site;
      return arm === (place.settled ?? place.data) ? { ...site, place: { ...place, settled: data } } : site;
    }
    default:
      return undefined;
  }
}

function siteAt(within: Entry, data: Data, word: string | undefined): SwitchSite {
  return { name: within.keyText, place: { kind: 'replace', within, data, word, settled: undefined } };
}

function isInside(inner: Data, outer: Data): boolean {
  return inner.owner === outer.owner && inner.span.start >= outer.span.start && inner.span.end <= outer.span.end;
}

/** Whether there is a comment in it, or an anchor that may be meant for others. */
function holdsMore(document: Document, data: Data): boolean {
  const { start, end } = spanOf(document, data);
  return /[#&]|\/[/*]/.test(document.text.slice(start, end));
}

/** The default of a parameter, where it may be the other value. */
function siteInParameter(name: string, { template, loopVariable }: Scope, value: boolean): SwitchSite | undefined {
  const parameter = name === loopVariable ? undefined : template.parameters.get(name)?.member.value();
  if (!parameter || (textOf(memberOf(parameter, 'Type')) ?? 'String') !== 'String') return undefined;
  const written = ownEntry(parameter, 'Default');
  if (typeof written === 'string') return undefined;
  const word = wordFor(written.value, value);
  const allowed = memberOf(parameter, 'AllowedValues');
  const content = word?.replace(/^["']|["']$/g, '');
  const isAllowed = !allowed || itemsOf(allowed)?.some((item) => textOf(item) === content);
  if (word === undefined || !isAllowed || memberOf(parameter, 'AllowedPattern')) return undefined;
  return { ...siteAt(written, written.value, word), name };
}

/** What is true and what is false, as one writes it: yaml.org/type/bool.html. */
const words: readonly (readonly [string, string])[] = ['true false', 'yes no', 'on off'].flatMap((pair) => {
  const [yes = '', no = ''] = pair.split(' ');
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  return [
    [yes, no],
    [capital(yes), capital(no)],
    [yes.toUpperCase(), no.toUpperCase()],
  ] as const;
});

/** Whether it is the value by itself. */
function says(data: Data, value: boolean): boolean {
  if (data.kind !== 'scalar' || data.tag !== undefined) return false;
  return words.some(([yes, no]) => data.source === (value ? yes : no));
}

/** The word for the value in the spelling of one that is written; undefined where no truth value is. */
function wordFor(data: Data, value: boolean): string | undefined {
  if (data.kind !== 'scalar' || data.tag !== undefined) return undefined;
  const pair = words.find((each) => each.includes(data.source));
  if (!pair) return undefined;
  const quote = quoteOf(data);
  return quote === undefined ? undefined : quote + (value ? pair[0] : pair[1]) + quote;
}

function quoteOf({ style }: Scalar): string | undefined {
  if (style === 'plain') return '';
  return style === 'double' ? '"' : style === 'single' ? "'" : undefined;
}
