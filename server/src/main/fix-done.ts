import type { FixedAll } from '../core/fix-all';
import type { FileEdits } from '../core/model/edits';
import { render } from '../core/model/message';
import { moveOffset, originOf, type TextEdit } from '../core/text/edit';
import { span } from '../core/text/span';
import { locate } from './checked-finding';
import type { Places } from './fix-places';

/** A fix that was made, and the finding that it was made for. */
export interface Done extends Omit<Made, 'offset' | 'origin'> {
  /** Where the finding was, as the file is on disk now. Counts from 1. */
  readonly line: number;
}

export interface Made {
  readonly rule: string;
  readonly resource: string;
  readonly title: string;
  readonly path: string;
  /** Where the finding was, in the file as all that was made has left it. */
  readonly offset: number;
  /** Where it was before anything was made. */
  readonly origin: number;
  /** The other files that it has changed. */
  readonly others: readonly string[];
}

/** What was made, in order, with its places as all of it has left them. */
export function madeIn({ taken }: Pick<FixedAll, 'taken'>): readonly Made[] {
  let made: readonly Made[] = [];
  const steps = new Map<string, readonly (readonly TextEdit[])[]>();
  for (const { finding, fix, edits } of taken) {
    const { path, span: at } = finding.place;
    const own: Made = {
      rule: finding.rule.id,
      resource: finding.resource,
      title: render(fix.title),
      path,
      offset: at.start,
      origin: (steps.get(path) ?? []).reduceRight((offset, each) => originOf(offset, each), at.start),
      others: edits.map((file) => file.path).filter((other) => other !== path),
    };
    made = move([...made, own], edits);
    for (const file of edits) steps.set(file.path, [...(steps.get(file.path) ?? []), file.edits]);
  }
  return made;
}

/** The same after these edits. */
export function move(made: readonly Made[], edits: readonly FileEdits[]): readonly Made[] {
  return made.map((each) => {
    const file = edits.find(({ path }) => path === each.path);
    return file ? { ...each, offset: moveOffset(each.offset, file.edits) } : each;
  });
}

/** The same with the lines that a person finds them in. */
export function withLines(made: readonly Made[], { placeOf, sourceAt }: Places): readonly Done[] {
  return made.map(({ offset, origin: _, ...rest }) => {
    const place = placeOf({ path: rest.path, span: span(offset, offset) });
    return { ...rest, line: locate(place, sourceAt).start.line };
  });
}

/** The same with the lines that a person finds them in where nothing is written, by the places that things had before. */
export function withLinesBefore(made: readonly Made[], places: Places): readonly Done[] {
  return withLines(
    made.map((each) => ({ ...each, offset: each.origin })),
    places,
  );
}
