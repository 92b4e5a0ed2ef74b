import { freeName } from '../blueprints/free-name';
import { readTemplate } from '../cloudformation/template';
import { resourceMember } from '../cloudformation/writing/resources';
import { write } from '../cloudformation/writing/write';
import { vocabulary } from '../model/vocabulary';
import { insertMembers } from '../syntax/data/insert-section';
import { readData } from '../syntax/data/read';
import { styleOf } from '../syntax/data/style';
import { type DataFile, type DataFormat, type PlacedMember, sectionNamed, startOf } from '../syntax/data/tree';
import type { Syntax } from '../syntax/parser';
import { applyEdits } from '../text/edit';
import { indentationAt } from '../text/layout';
import { shift, span } from '../text/span';
import { marks, type Recipe, type RecipeNames } from './recipe';
import { withStops } from './stops';

/**
 * The snippet as members of `Resources`, with nothing around them and without indentation. `around` is a template with a resource: its names
 * are not taken again, and the snippet is written as it is. Undefined where too little of it can be read for that.
 */
export function membersSnippet(recipe: Recipe, syntax: Syntax, around: DataFile): string | undefined {
  const { format, parted } = styleOf(around);
  const between = format === 'json' ? ',\n' : parted ? '\n\n' : '\n';
  const members = membersOf(recipe, syntax, around);
  return members && withStops(members.join(between), recipe.stops, 'cloudformation');
}

/** The snippet as a template of its own. */
export function templateSnippet(recipe: Recipe, syntax: Syntax, format: DataFormat): string {
  const members = membersOf(recipe, syntax, emptyTemplate(syntax, format)) ?? [];
  return withStops(templateOf(members, format), recipe.stops, 'cloudformation');
}

/** A template with one resource, in the style that snippets have where there is nothing to follow. */
export function emptyTemplate(syntax: Syntax, format: DataFormat, unit = '  '): DataFile {
  const type = 'AWS::CloudFormation::WaitConditionHandle';
  const member = format === 'json' ? `"Nothing": { "Type": "${type}" }` : `Nothing:\n  Type: ${type}`;
  const text = templateOf([member], format).replace(/^ +/gm, (white) => unit.repeat(white.length / 2));
  return readData(text, format, syntax.dataParsers);
}

/** What matters of a template to what is inserted into it: the names that this may have, and enough to show how the template is written. */
export function templateAround(file: DataFile, syntax: Syntax): DataFile {
  const { text, format } = file;
  const members = membersIn(file, 'Resources');
  const left = members.flatMap(({ start, member }, index) => {
    const next = members[index + 1];
    const matters = index < enough || named.test(member.name) || member.text.includes(vocabulary.alias.cloudformation);
    return matters || !next ? [] : [{ span: span(start, next.start), text: '' }];
  });
  return left.length === 0 ? file : readData(applyEdits(text, left), format, syntax.dataParsers, file);
}

/** What the names of resources that are inserted start with. */
const named = /^(?:Trail|CloudTrail|EventDataStore)/;

/** So many resources show the style of a template. */
const enough = 20;

function templateOf(members: readonly string[], format: DataFormat): string {
  const inside = (indentation: string, between: string) =>
    members.map((member) => member.replace(/^(?=.)/gm, indentation)).join(between);
  if (format === 'yaml') return `AWSTemplateFormatVersion: "2010-09-09"\n\nResources:\n${inside('  ', '\n\n')}\n`;
  return `{\n  "AWSTemplateFormatVersion": "2010-09-09",\n  "Resources": {\n${inside('    ', ',\n')}\n  }\n}\n`;
}

/** The texts of the members that a snippet adds. */
function membersOf(recipe: Recipe, syntax: Syntax, around: DataFile): readonly string[] | undefined {
  const { format } = around;
  const read = (text: string) => readData(text, format, syntax.dataParsers, around);
  const section = sectionNamed(around, 'Resources');
  const last = section?.members.at(-1);
  if (!section || !last) return undefined;
  const names = namesFor(recipe, new Set(namesIn(around)));
  const inFile: Parameters<typeof insertMembers>[0]['inFile'] = ({ owner, span }) =>
    shift(span, startOf(around, owner));
  const seeds = recipe.resources.map((resource) => resourceMember(resource, names[resource.kind], names.bucket));
  const seeded = applyEdits(
    around.text,
    insertMembers({ text: around.text, style: styleOf(around), inFile }, section, last.start, seeds),
  );
  const template = readTemplate({ path: '', folder: '', language: format, text: seeded, content: read(seeded) });
  if (!template || !recipe.resources.every(({ kind }) => template.resources.has(names[kind]))) return undefined;
  const written = read(
    applyEdits(
      seeded,
      write(template, recipe.changes(names)).flatMap(({ edits }) => edits),
    ),
  );
  const left = [...namesIn(around), ...recipe.elsewhere.map((kind) => names[kind])];
  const added = membersIn(written, 'Resources').filter(({ member }) => !left.includes(member.name));
  const inputs = membersIn(written, 'Parameters').filter(({ member }) => !left.includes(member.name));
  return added.map((placed) =>
    // What a parameter would be for is filled in instead: it would stand elsewhere.
    inputs.reduce(
      (text, { member: { name } }) => text.replaceAll(`\${${name}}`, marks.organization),
      textOf(placed, written),
    ),
  );
}

function namesFor({ elsewhere }: Recipe, taken: ReadonlySet<string>): RecipeNames {
  const free = (...wanted: readonly string[]) => freeName(wanted, '', (name) => taken.has(name));
  return {
    trail: free('Trail', 'CloudTrail'),
    store: free('EventDataStore'),
    bucket: elsewhere.includes('bucket') ? marks.bucket : free('CloudTrailBucket'),
    key: marks.key,
  };
}

function membersIn(file: DataFile, section: string): readonly PlacedMember[] {
  return sectionNamed(file, section)?.members ?? [];
}

/** Logical ids and parameters have their names in common. */
function namesIn(file: DataFile): readonly string[] {
  return ['Resources', 'Parameters'].flatMap((section) => membersIn(file, section).map(({ member }) => member.name));
}

/** The text of a member as if it stood at the start of a line. */
function textOf({ start, member }: PlacedMember, { text }: DataFile): string {
  const indentation = indentationAt(text, start);
  const [first = '', ...lines] = member.text.trimEnd().split(/\r?\n/);
  return [first, ...lines.map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line))].join(
    '\n',
  );
}
