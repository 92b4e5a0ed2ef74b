import { memoize } from '../../server/src/core/lazy';
import { render } from '../../server/src/core/model/message';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { apply, everyRule, run, runSecure, type Texts } from '../core/run';
import { syntax as loading } from '../syntax';
import { readUnits, type Unit } from './units';

/** A unit with all that the product offers to do to it when every rule is on. */
export interface Case extends Unit {
  readonly fixes: readonly Fixed[];
}

export interface Fixed {
  /** The unit, the file, the rule, the resource and the title of the fix. Unique. */
  readonly name: string;
  readonly title: string;
  /** All files of the unit after the fix. */
  readonly texts: Texts;
  /** Whether it is one of those that together secure a trail. */
  readonly isPreferred: boolean;
  /** The trail of which everything has been mended that could be, and not one finding. */
  readonly secured: string | undefined;
}

/** Each finding of each unit, by each of its fixes, and each trail secured. */
export async function readCases(): Promise<readonly Case[]> {
  return casesWith(await loading);
}

/** Once for all suites that run together. */
const casesWith = memoize((syntax: Syntax): readonly Case[] =>
  readUnits().map((unit) => ({ ...unit, fixes: [...fixesOf(unit, syntax), ...securedOf(unit, syntax)] })),
);

function fixesOf({ name, texts }: Unit, syntax: Syntax): readonly Fixed[] {
  return run(texts, syntax, everyRule).findings.flatMap(({ place, rule, resource, fixes }) =>
    fixes()
      // What goes to the clipboard, and what only silences the finding, leaves nothing to judge.
      .filter(({ copies, suppresses }) => !copies && !suppresses)
      .map((fix) => {
        const title = render(fix.title);
        return {
          name: `${name}: ${place.path}: ${rule.id}: ${resource}: ${title}`,
          title,
          texts: apply(fix, texts),
          isPreferred: fix.preferred,
          secured: undefined,
        };
      }),
  );
}

function securedOf({ name, texts }: Unit, syntax: Syntax): readonly Fixed[] {
  const trails = new Set(run(texts, syntax, everyRule).findings.flatMap(({ trails: users }) => users));
  return [...trails].map((trail) => {
    const title = `Secure ${trail}`;
    const after = runSecure(trail, texts, syntax, everyRule);
    return { name: `${name}: ${title}`, title, texts: after, isPreferred: false, secured: trail };
  });
}
