import { render } from '../../server/src/core/model/message';
import { languageOf } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { apply, run, type Texts } from '../core/run';
import { syntax as loading } from '../syntax';
import { readUnits, type Unit } from './units';

/** A unit with all that the product offers to do to it. */
export interface Case extends Unit {
  readonly fixes: readonly Fixed[];
}

export interface Fixed {
  /** The unit, the resource and the title of the fix. Unique. */
  readonly name: string;
  readonly title: string;
  /** All files of the unit after the fix. */
  readonly texts: Texts;
}

/** Each finding of each unit, by each of its fixes. */
export async function readCases(): Promise<readonly Case[]> {
  const syntax = await loading;
  return readUnits().map((unit) => ({ ...unit, fixes: fixesOf(unit, syntax) }));
}

function fixesOf({ name, texts }: Unit, syntax: Syntax): readonly Fixed[] {
  const readable = new Map([...texts].filter(([file, text]) => languageOf(file, undefined, text) !== undefined));
  return run(readable, syntax).findings.flatMap((finding) =>
    finding.fixes().map((fix) => {
      const title = render(fix.title);
      return { name: `${name}: ${finding.resource}: ${title}`, title, texts: apply(fix, texts) };
    }),
  );
}
