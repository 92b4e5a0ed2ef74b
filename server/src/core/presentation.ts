import type { FileEdits } from './model/edits';
import { type Message, message } from './model/message';
import { isTerraform, isVariables, type Reread, type SourceFile } from './source';
import { addressOf } from './suppression/outline';
import { applyEdits, inOrder, type TextEdit } from './text/edit';
import { type Span, shift, span } from './text/span';

/** An edit as a person is shown it. */
export interface PresentedEdit extends TextEdit {
  /** What it adds, and what it changes. */
  readonly label: Message;
  /**
   * What a person would decide first: each place of its text where that stands; or, empty, the place to look at where nothing can be decided
   * by typing. Edits of one file at most have any.
   */
  readonly decide: readonly Span[];
}

export interface PresentedFile {
  readonly file: SourceFile;
  readonly edits: readonly PresentedEdit[];
}

export interface Presenting {
  readonly fileAt: (path: string) => SourceFile | undefined;
  readonly reread: Reread;
  /** What stands for what a person is to say, where the edits hold such a thing: it is what is to be decided. */
  readonly placeholder?: string | undefined;
  /** The path of the file that the person looks at: what is to be decided there comes first. */
  readonly active?: string;
}

/** Says what edits do, by what there is afterwards and was not there before. Files that are not at hand are left out. */
export function present(
  edits: readonly FileEdits[],
  { fileAt, reread, placeholder, active }: Presenting,
): readonly PresentedFile[] {
  const files = edits.flatMap(({ path, edits: each }) => {
    const file = fileAt(path);
    return file ? [{ file, edits: described(file, inOrder(each), reread) }] : [];
  });
  const texts = files.flatMap((each) => each.edits.map(({ text }) => text));
  const inTurn = [...files].sort((a, b) => Number(b.file.path === active) - Number(a.file.path === active));
  const find = (placesIn: (edits: readonly Described[]) => Places | undefined) => {
    const chosen = inTurn.find((each) => placesIn(each.edits));
    return chosen && { file: chosen.file, places: placesIn(chosen.edits) ?? [] };
  };
  // What one file gets is where one looks already.
  const look = files.length > 1 ? (find(inputIn) ?? find(resourceIn)) : undefined;
  const decision = find((each) => decisionIn(each, texts, placeholder)) ?? look;
  return files.map(({ file, edits: all }) => ({
    file,
    edits: all.map(({ added: _, ...edit }, index) => ({
      ...edit,
      decide: (decision?.file === file && decision.places[index]) || [],
    })),
  }));
}

/** Some places for each of the edits of a file. */
type Places = readonly (readonly Span[])[];

interface Described extends TextEdit {
  readonly label: Message;
  /** What is added as a whole. The places count from the start of the edit's text. */
  readonly added: readonly Piece[];
}

/** A part of a file that has a name of its own. */
interface Piece {
  readonly kind: 'input' | 'data' | 'other';
  readonly name: string;
  readonly title: Message;
  readonly span: Span;
}

function described(file: SourceFile, edits: readonly TextEdit[], reread: Reread): readonly Described[] {
  const [before, after] = [piecesOf(file), piecesOf(reread(file, applyEdits(file.text, edits)))];
  let moved = 0;
  return edits.map((edit) => {
    const { start, end } = edit.span;
    const from = start + moved;
    moved += edit.text.length - (end - start);
    const inserted = span(from, from + edit.text.length);
    const added = after.filter((piece) => inserted.start <= piece.span.start && piece.span.end <= inserted.end);
    // What stands before the first of them belongs to what has been there.
    const first = Math.min(inserted.end, ...added.map((piece) => piece.span.start));
    const isChange = end > start || !isLead(edit.text.slice(0, first - from), added.length > 0);
    const changed = isChange ? (pieceAround(before, edit.span) ?? pieceAround(after, inserted)) : undefined;
    const label = labelOf(added, isChange ? (changed?.title ?? fileName(file)) : undefined);
    return { ...edit, label, added: added.map((piece) => ({ ...piece, span: shift(piece.span, -from) })) };
  });
}

/** What may stand before the first of what is new: the names that it is put below, and the comma after what was the last. */
function isLead(text: string, isBeforeNew: boolean): boolean {
  return isBeforeNew ? /^(?:[\s,{[]|(["']?)[\w:]+\1[ \t]*:(?=[\s{]))*$/.test(text) : text.trim() === '';
}

function piecesOf(file: SourceFile): readonly Piece[] {
  if (isVariables(file)) return [];
  if (isTerraform(file)) {
    return file.content.blocks.map(({ start, block }) => {
      const isInput = block.type === 'variable';
      const name = isInput ? (block.labels[0] ?? '') : addressOf(block);
      const title = isInput ? message('the variable {0}', name) : message('{0}', name);
      const kind = isInput ? 'input' : block.type === 'data' ? 'data' : 'other';
      return { kind, name, title, span: shift(block.span, start) };
    });
  }
  return file.content.sections.flatMap((section) => {
    const isInput = section.name === 'Parameters';
    const what = isInput ? 'the parameter {0}' : section.name === 'Conditions' ? 'the condition {0}' : '{0}';
    return section.members.map(({ start, member: { name, text } }): Piece => {
      const whole = span(start, start + text.trimEnd().length);
      return { kind: isInput ? 'input' : 'other', name, title: message(what, name), span: whole };
    });
  });
}

/** The piece that a place lies in, or else the one that it comes right after: what is added to its end. */
function pieceAround(pieces: readonly Piece[], { start, end }: Span): Piece | undefined {
  const inside = pieces.find((piece) => piece.span.start < start && end <= piece.span.end);
  return inside ?? pieces.findLast((piece) => piece.span.start <= start) ?? pieces[0];
}

function fileName({ path }: SourceFile): Message {
  return message('{0}', path.slice(path.lastIndexOf('/') + 1));
}

function labelOf(added: readonly Piece[], changed: Message | undefined): Message {
  const [first, ...others] = titlesOf(added);
  if (!first) return message('Edit {0}', changed ?? '');
  const last = others.pop();
  const all = [first, ...others].reduce((list, title) => message('{0}, {1}', list, title));
  const list = last ? message('{0} and {1}', all, last) : all;
  return changed ? message('Edit {0}, and add {1}', changed, list) : message('Add {0}', list);
}

/** More names than this are none that anybody reads. */
const mostNamed = 3;

/** What is only looked up is not worth its name. */
function titlesOf(added: readonly Piece[]): readonly Message[] {
  const data = added.filter(({ kind }) => kind === 'data');
  const others = added.filter((piece) => !data.includes(piece));
  const named = (others.length > 0 ? others : data).map(({ title }) => title);
  const first = named.length > mostNamed ? named.slice(0, mostNamed - 1) : named;
  const left = named.length - first.length;
  const more = left === 0 ? [] : [message('{0} more', String(left))];
  if (others.length === 0 || data.length === 0) return [...first, ...more];
  const counted = data.length === 1 ? message('a data source') : message('{0} data sources', String(data.length));
  return [...first, ...more, counted];
}

/** Undefined where there is nothing to be decided. */
function decisionIn(
  edits: readonly Described[],
  texts: readonly string[],
  placeholder: string | undefined,
): Places | undefined {
  if (placeholder !== undefined) return onlyIn(edits, ({ text }) => lastWord(text, placeholder));
  const input = edits.flatMap(({ added }) => added).find(({ kind }) => kind === 'input');
  const named = input && nameOf(input, edits, texts);
  if (named) return named;
  return onlyIn(edits, ({ text, added }) => {
    for (const { span: whole } of added) {
      const found = decisive.exec(text.slice(whole.start, whole.end));
      const [start, end] = found?.indices?.[1] ?? found?.indices?.[2] ?? [];
      if (start !== undefined && end !== undefined) return shift(span(start, end), whole.start);
    }
    return undefined;
  });
}

/** The name of an alias, or the days that a log group keeps its events, in all four syntaxes. */
const decisive =
  /\b(?:AliasName|name)"?\s*[:=][^=]{0,80}?\balias\/((?:\$\{[^}\n]*\}|[^"'\s$}])+)|\b(?:RetentionInDays|retention_in_days)"?\s*[:=]\s*(\d+)/d;

/** Where an input is made whose name is not to be typed over here, as it stands in other files, too. */
function inputIn(edits: readonly Described[]): Places | undefined {
  return onlyIn(edits, ({ text, added }) => {
    const input = added.find(({ kind }) => kind === 'input');
    return input && startOf(wordsIn(text, input.name)[0] ?? input.span);
  });
}

function resourceIn(edits: readonly Described[]): Places | undefined {
  return onlyIn(edits, ({ added }) => startOf(added.find(({ kind }) => kind === 'other')?.span));
}

function startOf(place: Span | undefined): Span | undefined {
  return place && span(place.start, place.start);
}

function onlyIn(edits: readonly Described[], find: (edit: Described) => Span | undefined): Places | undefined {
  const found = edits.map(find);
  const index = found.findIndex((each) => each !== undefined);
  return index < 0 ? undefined : found.map((each, at) => (each && at === index ? [each] : []));
}

function lastWord(text: string, word: string): Span | undefined {
  return wordsIn(text, word).at(-1);
}

/** Every place of a new name is to be changed with it: those in other files could not be. */
function nameOf({ name }: Piece, edits: readonly Described[], texts: readonly string[]): Places | undefined {
  const places = edits.map(({ text }) => wordsIn(text, name));
  const count = (all: Places) => all.reduce((sum, each) => sum + each.length, 0);
  return count(places) === count(texts.map((text) => wordsIn(text, name))) ? places : undefined;
}

function wordsIn(text: string, word: string): readonly Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const end = at + word.length;
    if (!/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[end] ?? '')) found.push(span(at, end));
  }
  return found;
}
