import { isTerraform, type SourceFile } from '../source';
import { readData } from '../syntax/data/read';
import { styleOf } from '../syntax/data/style';
import type { DataFormat } from '../syntax/data/tree';
import { readHcl } from '../syntax/hcl/read';
import type { Syntax } from '../syntax/parser';
import type { TextEdit } from '../text/edit';
import { lineEnd, lineStart } from '../text/lines';
import { type Span, span } from '../text/span';
import { mayBeTemplate, membersPlace } from './in-template';
import { isAtTopLevel } from './in-terraform';
import type { Recipe } from './recipe';
import { recipes } from './recipes';
import { emptyTemplate, membersSnippet, templateAround, templateSnippet } from './template';
import { moduleAround, terraformSnippet } from './terraform';

/** A snippet where somebody types. */
export interface Offer extends Pick<Recipe, 'title' | 'description'> {
  /** What it is found by. */
  readonly prefix: string;
  /** In the grammar of snippets. What its line starts with goes before the other lines as well, where those are not blank. */
  readonly body: string;
  /** The word that it takes the place of, with the quotes around it. */
  readonly replaces: Span;
  /** What has to change elsewhere for it, such as a comma. */
  readonly also: readonly TextEdit[];
}

/**
 * The snippets that belong at an offset: at the top level of a file of Terraform, among the members of `Resources`, and whole templates in a
 * file of YAML or JSON that is empty. `unit` is what is judged together with the file.
 */
export function offersAt(
  file: SourceFile,
  offset: number,
  unit: readonly SourceFile[],
  syntax: Syntax,
): readonly Offer[] {
  const { text, language } = file;
  const typed = typedAt(text, offset);
  if (!typed || (typed.isQuoted && language !== 'json')) return [];
  const { word, replaces } = typed;
  const rest = text.slice(0, replaces.start) + text.slice(replaces.end);
  const write = writerAt({ file, rest, at: replaces.start }, unit, syntax);
  if (!write) return [];
  const isEmpty = rest.trim() === '';
  return recipes.flatMap((recipe): readonly Offer[] => {
    const { prefixes, templatePrefix, title, description } = recipe;
    const all = isEmpty && language !== 'terraform' ? [...prefixes, templatePrefix ?? []].flat() : prefixes;
    const meant = all.filter((prefix) => mayMean(word, prefix));
    const written = meant.length === 0 ? undefined : write(recipe);
    return written ? meant.map((prefix) => ({ prefix, title, description, replaces, ...written })) : [];
  });
}

/** Whether it is worth to read the file for what somebody types: a look at the line. */
export function mayOffer(text: string, offset: number): boolean {
  return typedAt(text, offset) !== undefined;
}

interface Typed {
  readonly word: string;
  readonly isQuoted: boolean;
  readonly replaces: Span;
}

/** What is typed, alone on its line, if it may mean a snippet. Names in JSON begin with a quote, and editors close it at once. */
function typedAt(text: string, offset: number): Typed | undefined {
  // Nobody should have to wait for them.
  if (text.length > largest) return undefined;
  const [, quote = '', word] = /^[ \t]*("?)([\w-]*)$/.exec(text.slice(lineStart(text, offset), offset)) ?? [];
  const after = text.slice(offset, lineEnd(text, offset));
  const closing = after.startsWith(quote) ? quote : '';
  if (word === undefined || after.slice(closing.length).trim() !== '') return undefined;
  const all = recipes.flatMap(({ prefixes, templatePrefix }) => [...prefixes, templatePrefix ?? []].flat());
  if (!all.some((prefix) => mayMean(word, prefix))) return undefined;
  const start = offset - word.length - quote.length;
  return { word, isQuoted: quote !== '', replaces: span(start, offset + closing.length) };
}

/** In UTF-16 code units. */
const largest = 1_000_000;

/** Whether the letters of the word are in the prefix, in their order. */
function mayMean(word: string, prefix: string): boolean {
  let at = 0;
  for (const letter of word.toLowerCase()) {
    at = prefix.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

interface Caret {
  readonly file: SourceFile;
  /** The text without the word, and where that was. */
  readonly rest: string;
  readonly at: number;
}

type RecipeWriter = (recipe: Recipe) => Pick<Offer, 'body' | 'also'> | undefined;

/** Undefined where nothing belongs. */
function writerAt(caret: Caret, unit: readonly SourceFile[], syntax: Syntax): RecipeWriter | undefined {
  switch (caret.file.language) {
    case 'terraform':
      return inModule(caret, unit, syntax);
    case 'yaml':
    case 'json':
      return inTemplate(caret, caret.file.language, syntax);
    default:
      return undefined;
  }
}

function inModule({ file, rest, at }: Caret, unit: readonly SourceFile[], syntax: Syntax): RecipeWriter | undefined {
  const isIndented = at > lineStart(rest, at);
  const own = readHcl(rest, syntax.readExpression, file.language === 'terraform' ? file.content : undefined);
  if (isIndented || !isAtTopLevel(own, at)) return undefined;
  const others = unit.flatMap((each) => (isTerraform(each) && each.path !== file.path ? each.content.blocks : []));
  const around = moduleAround([...own.blocks, ...others]);
  return (recipe) => ({ body: terraformSnippet(recipe, syntax, around), also: [] });
}

function inTemplate({ file, rest, at }: Caret, format: DataFormat, syntax: Syntax): RecipeWriter | undefined {
  if (rest.trim() === '') {
    if (at > lineStart(rest, at)) return undefined;
    return (recipe) => (recipe.standsAlone ? { body: templateSnippet(recipe, syntax, format), also: [] } : undefined);
  }
  if (!mayBeTemplate(rest)) return undefined;
  const previous = file.language === format ? file.content : undefined;
  const content = readData(rest, format, syntax.dataParsers, previous);
  const place = membersPlace(content, at);
  if (!place) return undefined;
  const { indentation, comma, isFollowed } = place;
  const style = styleOf(content);
  const around = templateAround(content, syntax);
  return (recipe) => {
    const body =
      membersSnippet(recipe, syntax, around) ??
      membersSnippet(recipe, syntax, emptyTemplate(syntax, style.format, style.unit));
    if (body === undefined) return undefined;
    return {
      body: body.replace(/^(?=.)/gm, indentation).replace(/\$0$/, isFollowed ? ',$$0' : '$$0'),
      also: comma === undefined ? [] : [{ span: span(comma, comma), text: ',' }],
    };
  };
}
