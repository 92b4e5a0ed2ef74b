import { lazy } from '../../memory/lazy';
import { mayBecome } from '../../text/beginning';
import { differenceOf } from '../../text/difference';
import { type Span, shift, slice, span } from '../../text/span';
import type { ExpressionReader } from './expression';
import { type Item, scanItems } from './scan';
import { unquote } from './template';
import type { Attribute, Block, Body, HclFile, TopLevelBlock } from './tree';

/**
 * Reads a file. With the `previous` state of the same file, only the text around the difference is read again; a block whose text
 * is unchanged stays the same value, with all that has been made of it.
 */
export function readHcl(text: string, readExpression: ExpressionReader, previous: HclFile = nothing): HclFile {
  const { start: from, oldEnd, by } = differenceOf(previous.text, text);
  const blocks = previous.blocks.slice(0, undisturbed(previous, from));
  const openings: number[] = [];
  const moved = new Map(
    previous.blocks.flatMap((old, index) => (old.start >= oldEnd ? [[old.start + by, index]] : [])),
  );
  // What is scanned again because of what is being typed above it mostly reads as it did.
  const unmoved = new Map(previous.blocks.flatMap(({ start, block }) => (start < oldEnd ? [[start, block]] : [])));
  const wasBroken = new Set(previous.openings);
  const last = blocks.at(-1);
  for (const item of scanItems(text, span(last ? last.start + last.block.text.length : 0, text.length))) {
    const { start } = item.span;
    const known = moved.get(start);
    if (known !== undefined) {
      // The text from here on is the same, and so is what it reads as.
      for (const old of previous.blocks.slice(known)) blocks.push({ ...old, start: old.start + by });
      for (const old of previous.openings) if (old + by >= start) openings.push(old + by);
      break;
    }
    if (item.broken) openings.push(start);
    if (item.kind !== 'block') continue;
    const own = slice(text, item.span);
    const old = unmoved.get(start);
    const isSame = old?.text === own && wasBroken.has(start) === item.broken;
    blocks.push({ start, block: isSame ? old : makeBlock(own, item, -start, readExpression) });
  }
  return { text, blocks, openings };
}

/**
 * A file that gives values to variables, as one block without a header: its body is the file, and its attributes are the assignments.
 * Such files are short: they are read anew, and nothing in one is read before it is asked for.
 */
export function readAssignments(text: string, readExpression: ExpressionReader): TopLevelBlock {
  const whole = span(0, text.length);
  const body = lazy(() =>
    makeBody(text, whole, { broken: false, isCutOff: false, around: nothingElse }, readExpression),
  );
  return { start: 0, block: { text, span: whole, type: 'assignments', labels: [], header: span(0, 0), body } };
}

const nothing: HclFile = { text: '', blocks: [], openings: [] };

/** How many of the first blocks end before the offset and depend on nothing after it. */
function undisturbed({ blocks, openings }: HclFile, offset: number): number {
  const limit = Math.min(offset, openings[0] ?? offset);
  const first = blocks.findIndex(({ start, block }) => start + block.text.length >= limit);
  return first < 0 ? blocks.length : first;
}

function makeBlock(
  text: string,
  item: Extract<Item, { kind: 'block' }>,
  by: number,
  readExpression: ExpressionReader,
  around: MayHold = nothingElse,
): Block {
  const type = shift(item.type, by);
  const labels = item.labels.map((label) => shift(label, by));
  return {
    text,
    span: shift(item.span, by),
    type: slice(text, type),
    labels: labels.map((label) => unquote(slice(text, label))),
    header: span(type.start, (labels.at(-1) ?? type).end),
    body: lazyBody(
      text,
      shift(item.body, by),
      { broken: item.broken, isCutOff: isCutOff(item), around },
      readExpression,
    ),
  };
}

type MayHold = Body['mayHold'];

const nothingElse: MayHold = () => false;
const anything: MayHold = () => true;

/** Whether it lacks its brace. */
function isCutOff({ body, span: whole }: Extract<Item, { kind: 'block' }>): boolean {
  return body.end === whole.end;
}

interface Condition {
  readonly broken: boolean;
  readonly isCutOff: boolean;
  /** What it may hold beside what its own text may be: where braces do not match, lines may be in the wrong block. */
  readonly around: MayHold;
}

/** Holds on to no more than it needs: of most blocks the body is never asked for. */
function lazyBody(text: string, inside: Span, condition: Condition, readExpression: ExpressionReader): () => Body {
  return lazy(() => makeBody(text, inside, condition, readExpression));
}

function makeBody(
  text: string,
  inside: Span,
  { broken, isCutOff: isCut, around }: Condition,
  readExpression: ExpressionReader,
): Body {
  const items = [...scanItems(text, inside)];
  const own = broken || items.some((item) => item.broken) ? mayHold(slice(text, inside)) : nothingElse;
  const aroundNested = isCut && around === nothingElse ? own : around;
  return {
    span: inside,
    attributes: items.flatMap((item) => (item.kind === 'attribute' ? [makeAttribute(text, item, readExpression)] : [])),
    blocks: items.flatMap((item) =>
      // What belongs to a nested block that has been cut off comes after it, or is gone.
      item.kind === 'block' ? [makeBlock(text, item, 0, readExpression, isCutOff(item) ? anything : aroundNested)] : [],
    ),
    unread: items.flatMap((item) => (item.broken ? [item.span] : [])),
    mayHold: around === nothingElse ? own : (name) => own(name) || around(name),
  };
}

/** Whether a line of a broken body starts with the name, or with the beginning of it. */
function mayHold(body: string): (name: string) => boolean {
  const words = lazy(() => [...body.matchAll(/(?:^|[{\n])[ \t]*([\w-]+)/g)].map(([, word]) => word ?? ''));
  return (name) => words().some((word) => mayBecome(word, name));
}

function makeAttribute(
  text: string,
  item: Extract<Item, { kind: 'attribute' }>,
  readExpression: ExpressionReader,
): Attribute {
  return {
    name: slice(text, item.name),
    span: item.span,
    nameSpan: item.name,
    valueSpan: item.value,
    value: lazy(() => readExpression(slice(text, item.value), item.value.start)),
  };
}
