import { vocabulary } from '../model/vocabulary';
import type { TemplateFile } from '../source';
import { type Document, spanOf } from '../syntax/data/insert';
import { styleOf } from '../syntax/data/style';
import {
  type Data,
  type Entry,
  entryNamed,
  type Mapping,
  type Sequence,
  sectionNamed,
  startOf,
} from '../syntax/data/tree';
import type { TextEdit } from '../text/edit';
import { type Span, shift, span } from '../text/span';
import { equivalentsOf } from './equivalents';
import { mayHoldMetadata } from './markers';
import { resourceEntriesOf } from './outline';
import { removeFromFlow, removeLines } from './remove';
import type { Suppression, Tool } from './suppression';

/** The suppressions in the Metadata of a template and of its resources. */
export function suppressionsInMetadata(file: TemplateFile): readonly Suppression[] {
  const { content, path, text } = file;
  const resources = (sectionNamed(content, 'Resources')?.members ?? [])
    .filter(({ member }) => mayHoldMetadata(member.text) || member.text.includes('*'))
    .flatMap(({ member }) => resourceEntriesOf(member));
  const section = sectionNamed(content, 'Metadata');
  return [
    ...(section ? ofTemplate(section.member.entry()) : []),
    ...resources.flatMap((resource) => ofResource(resource)),
  ];

  function ofTemplate(metadata: Entry): readonly Suppression[] {
    const where = { scope: span(0, text.length), resource: '' };
    return [...ours([metadata], where), ...lint(metadata.value).map((item) => make('cfn-lint', item, where))];
  }

  function ofResource(resource: Entry): readonly Suppression[] {
    const metadata = entryIn(resource.value, 'Metadata');
    if (!metadata) return [];
    const where = { scope: spanInFile(resource), resource: resource.keyText };
    const { value } = metadata;
    return [
      ...ours([resource, metadata], where),
      ...itemsAt(value, 'checkov', 'skip').map((item) => make('checkov', item, where, 'id', 'comment')),
      ...itemsAt(value, 'guard', 'SuppressedRules').map((item) => make('cfn-guard', item, where)),
      ...itemsAt(value, 'cfn_nag', 'rules_to_suppress').map((item) => make('cfn-nag', item, where, 'id', 'reason')),
      ...terrascan(value).map((check) => ({
        ...make('terrascan', value, where),
        rules: equivalentsOf('terrascan', check),
      })),
      // What is not wanted is that there is no such property: that the trail has no key is another matter.
      ...lint(value).flatMap((item) =>
        misspelled(resource).map((entry) => make('cfn-lint', item, { ...where, scope: spanInFile(entry) })),
      ),
    ];
  }

  function make(
    tool: Tool,
    item: Data,
    where: Pick<Suppression, 'scope' | 'resource'>,
    idName?: string,
    reasonName?: string,
  ): Suppression {
    const id = textOf(idName === undefined || item.kind === 'scalar' ? item : entryIn(item, idName)?.value);
    const place = { path, span: spanInFile(item) };
    const reason = reasonName === undefined ? undefined : textOf(entryIn(item, reasonName)?.value);
    const rules = equivalentsOf(tool, id ?? '');
    return { tool, rules, place, ...where, reason, until: undefined, placeOf: () => place, without: () => [] };
  }

  /** `Trailseal: { ignore: [{ rule, reason }] }`. The entries that lead to the Metadata, last of all itself. */
  function ours(way: readonly Entry[], where: Pick<Suppression, 'scope' | 'resource'>): readonly Suppression[] {
    const trailseal = entryIn(way.at(-1)?.value, 'Trailseal');
    const ignore = entryIn(trailseal?.value, 'ignore');
    if (!trailseal || ignore?.value.kind !== 'sequence') return [];
    const { items } = ignore.value;
    return items.map((item): Suppression => {
      const rule = item.kind === 'scalar' ? item : entryIn(item, 'rule')?.value;
      const id = textOf(rule);
      const place = { path, span: spanInFile(rule ?? item) };
      return {
        tool: 'trailseal',
        rules: id === undefined || id === '' ? [] : [id],
        place: { path, span: spanInFile(item) },
        ...where,
        reason: textOf(entryIn(item, 'reason')?.value),
        until: undefined,
        placeOf: () => place,
        without: () => without(item, [...way, trailseal, ignore]),
      };
    });
  }

  /** What holds nothing else goes with it, but for the resource. */
  function without(item: Data, way: readonly Entry[]): readonly TextEdit[] {
    const isRemovable = ({ keyText }: Entry, index: number) => index > 0 || keyText === 'Metadata';
    let going: Entry | undefined;
    let at = way.length;
    for (let entry = way[at - 1]; entry && isRemovable(entry, at - 1) && holdsOne(entry.value); entry = way[at - 1]) {
      going = entry;
      at--;
    }
    const holder = way[at - 1]?.value;
    const { start } = spanInFile(going ?? item);
    const whole = span(start, Math.max(start, spanOf(documentOf(file), going?.value ?? item).end));
    const isFlow = holder ? isCollection(holder) && holder.style === 'flow' : content.format === 'json';
    return [isFlow ? removeFromFlow(text, whole) : removeLines(text, whole)];
  }

  function spanInFile({ owner, span: inOwner }: Pick<Entry, 'owner' | 'span'>): Span {
    return shift(inOwner, startOf(content, owner));
  }
}

/** The file as something that is edited. */
export function documentOf({ content, text }: Pick<TemplateFile, 'content' | 'text'>): Document {
  return {
    text,
    style: styleOf(content),
    inFile: ({ owner, span: inOwner }) => shift(inOwner, startOf(content, owner)),
  };
}

export function entryIn(data: Data | undefined, name: string): Entry | undefined {
  return data?.kind === 'mapping' ? entryNamed(data, name) : undefined;
}

function isCollection(data: Data): data is Mapping | Sequence {
  return data.kind === 'mapping' || data.kind === 'sequence';
}

function holdsOne(data: Data): boolean {
  return isCollection(data) && (data.kind === 'mapping' ? data.entries : data.items).length === 1;
}

function itemsAt(data: Data, ...names: readonly string[]): readonly Data[] {
  const found = names.reduce<Data | undefined>((inner, name) => entryIn(inner, name)?.value, data);
  return found?.kind === 'sequence' ? found.items : [];
}

function textOf(data: Data | undefined): string | undefined {
  return data?.kind === 'scalar' ? data.source : undefined;
}

/** (github.com/aws-cloudformation/cfn-lint: metadata) */
function lint(metadata: Data): readonly Data[] {
  return itemsAt(metadata, 'cfn-lint', 'config', 'ignore_checks').filter((item) => textOf(item) === 'E3002');
}

/** The properties that are not the key of a trail or event data store, and look like it. */
function misspelled(resource: Entry): readonly Entry[] {
  const type = textOf(entryIn(resource.value, 'Type')?.value);
  const encrypted = [vocabulary.trail, vocabulary.store].find(({ cloudformation }) => cloudformation === type);
  const properties = entryIn(resource.value, 'Properties')?.value;
  if (!encrypted || properties?.kind !== 'mapping') return [];
  const { key } = encrypted.attributes;
  return properties.entries.filter(({ keyText }) => keyText !== key.cloudformation && /^kms_?key/i.test(keyText));
}

/** A list in JSON, as a string. (runterrascan.io/docs/usage/in-file_instrumentation) */
function terrascan(metadata: Data): readonly string[] {
  const written = textOf(entryIn(metadata, 'runterrascan.io/skip')?.value);
  if (written === undefined) return [];
  return [...written.matchAll(/"rule"\s*:\s*"([^"]*)"/g)].map(([, check]) => check ?? '');
}
