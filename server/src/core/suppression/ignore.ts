import type { FileEdits } from '../model/edits';
import { type Message, message } from '../model/message';
import type { Place } from '../model/place';
import type { JsonTerraformFile, SourceFile, TemplateFile, TerraformFile } from '../source';
import { appendItems, insertEntry } from '../syntax/data/insert';
import { type Data, type Entry, type Mapping, sectionNamed, startOf } from '../syntax/data/tree';
import { entry, mapping, sequence, type WrittenEntry } from '../syntax/data/written';
import type { TextEdit } from '../text/edit';
import { lineBreak } from '../text/layout';
import { lineStart } from '../text/lines';
import { shift, slice, span } from '../text/span';
import { marksIn } from './markers';
import { documentOf, entryIn } from './metadata';
import { blockAround, resourceEntriesOf } from './outline';

/** The way to have a finding no more that leaves everything as it is. */
export interface IgnoreFix {
  readonly title: Message;
  readonly safety: 'suggestion';
  readonly preferred: false;
  /** It mends nothing: nobody but a person may choose it. */
  readonly suppresses: true;
  readonly edits: () => readonly FileEdits[];
  readonly copies: undefined;
}

/** Undefined where the file has no place for a suppression. */
export function ignoreFix(
  { place, rule }: { readonly place: Place; readonly rule: { readonly id: string } },
  file: SourceFile | undefined,
): IgnoreFix | undefined {
  const edits = file && ignoreEdits(file, place, rule.id);
  if (!edits || edits.length === 0) return undefined;
  return {
    title: message('Ignore {0} here (give a reason)', rule.id),
    safety: 'suggestion',
    preferred: false,
    suppresses: true,
    edits: () => [{ path: file.path, edits }],
    copies: undefined,
  };
}

/** What stands for the reason, to be typed over. */
export const reasonPlaceholder = 'reason';

/** What suppresses a rule for the block or the resource that a place lies in, in the form that the file allows. */
export function ignoreEdits(
  file: SourceFile,
  place: Place,
  rule: string,
  reason = reasonPlaceholder,
): readonly TextEdit[] | undefined {
  if (file.path !== place.path) return undefined;
  const { start } = place.span;
  switch (file.language) {
    case 'terraform':
      return aboveBlock(file, start, `# trailseal:ignore ${rule} ${reason}`);
    case 'terraform-json':
      return inObject(file, start, rule, reason);
    case 'yaml':
    case 'json':
      return inMetadata(file, start, rule, reason);
    case 'terraform-variables':
    case 'terraform-variables-json':
      return undefined;
  }
}

function aboveBlock(file: TerraformFile, offset: number, comment: string): readonly TextEdit[] | undefined {
  const found = blockAround(file, offset);
  if (!found) return undefined;
  const line = lineStart(file.text, found.start);
  const indentation = file.text.slice(line, found.start);
  // Two blocks on a line are none that Terraform reads.
  if (indentation.replace('\ufeff', '').trim() !== '') return undefined;
  return [
    {
      span: span(found.start, found.start),
      text: `${comment}${lineBreak(file.text)}${indentation.replace('\ufeff', '')}`,
    },
  ];
}

/** As the property that is a comment. What it says already stays. */
function inObject(
  file: JsonTerraformFile,
  offset: number,
  rule: string,
  reason: string,
): readonly TextEdit[] | undefined {
  const found = blockAround(file, offset);
  const body = found && objectAt(file, found.start + found.block.body().span.start);
  if (!body) return undefined;
  const { data } = file.content;
  const document = documentOf({ content: data, text: file.text });
  const said = `trailseal:ignore ${rule} ${reason}`;
  const comment = entryIn(body, '//');
  if (!comment) return insertEntry(document, body, entry('//', said), []);
  if (comment.value.kind !== 'scalar' || typeof comment.value.value !== 'string') return undefined;
  const content = document.inFile(comment.value);
  const mark = marksIn(slice(file.text, content)).find(({ tool, rules }) => tool === 'trailseal' && rules.length > 0);
  if (mark) {
    const { end } = shift(mark.ids, content.start);
    return [{ span: span(end, end), text: `,${rule}` }];
  }
  const end = content.end - 1;
  return [{ span: span(end, end), text: `${content.end - content.start > 2 ? ' ' : ''}${said}` }];
}

/** The object that starts at an offset of the file. */
function objectAt({ content: { data } }: JsonTerraformFile, offset: number): Mapping | undefined {
  for (const section of data.sections) {
    for (const { start, member } of section.members.length > 0 ? section.members : [section]) {
      if (start <= offset && offset < start + member.text.length) return objectIn(member.value(), offset - start);
    }
  }
  return undefined;
}

function objectIn(value: Data, at: number): Mapping | undefined {
  if (value.kind === 'mapping' && value.contentSpan.start === at) return value;
  const inner =
    value.kind === 'mapping' ? value.entries.map((each) => each.value) : value.kind === 'sequence' ? value.items : [];
  const next = inner.find(({ span }) => span.start <= at && at < span.end);
  return next && objectIn(next, at);
}

/** In the Metadata of the resource, in YAML and JSON alike. */
function inMetadata(file: TemplateFile, offset: number, rule: string, reason: string): readonly TextEdit[] | undefined {
  const document = documentOf(file);
  const resource = resourceAt(file, offset);
  if (resource?.value.kind !== 'mapping' || resource.value.owner !== resource.owner) return undefined;
  const item = mapping([entry('rule', rule), entry('reason', reason)]);
  const ignore = entry('ignore', sequence([item]));
  const trailseal = entry('Trailseal', mapping([ignore]));
  return within(resource.value, 'Metadata', [trailseal], (metadata) =>
    within(metadata, 'Trailseal', [ignore], (own) => {
      const list = entryIn(own, 'ignore');
      if (!list) return insertEntry(document, own, ignore, []);
      const { value } = list;
      return value.kind === 'sequence' && isWrittenIn(list) ? appendItems(document, value, [item]) : undefined;
    }),
  );

  /** Adds an entry with what is to be in it, or goes on in the one that is there. */
  function within(
    holder: Mapping,
    name: string,
    content: readonly WrittenEntry[],
    goOn: (inner: Mapping) => readonly TextEdit[] | undefined,
  ): readonly TextEdit[] | undefined {
    const found = entryIn(holder, name);
    if (!found)
      return insertEntry(document, holder, entry(name, mapping(content)), name === 'Metadata' ? ['Type'] : []);
    return found.value.kind === 'mapping' && isWrittenIn(found) ? goOn(found.value) : undefined;
  }
}

/** Not by an alias: what that stands for is that of others, too. */
function isWrittenIn({ owner, value, valueSpan }: Entry): boolean {
  return value.owner === owner && value.span.start === valueSpan.start;
}

function resourceAt({ content }: TemplateFile, offset: number): Entry | undefined {
  const placed = sectionNamed(content, 'Resources')?.members.find(
    ({ start, member }) => start <= offset && offset < start + member.text.length,
  );
  if (!placed) return undefined;
  return resourceEntriesOf(placed.member).find(({ owner, span: whole }) => {
    const { start, end } = shift(whole, startOf(content, owner));
    return start <= offset && offset < end;
  });
}
