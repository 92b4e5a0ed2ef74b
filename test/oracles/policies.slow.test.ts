import { render } from '../../server/src/core/model/message';
import type { TextEdit } from '../../server/src/core/text/edit';
import { slice } from '../../server/src/core/text/span';
import { run, settingsFor } from '../core/run';
import { syntax as loading } from '../syntax';
import { assertNone } from './complaints';
import { readUnits } from './units';

/** The rules whose fixes give statements to the policies that are there, and conditions to their statements. */
const chosen = settingsFor([
  'trail-key-policy-blocks-cloudtrail',
  'trail-bucket-policy-blocks-cloudtrail',
  'trail-key-open-to-other-accounts',
]);

describe('what a policy gets', function () {
  this.timeout(120_000);

  it('leaves every byte that is there', async () => {
    const syntax = await loading;
    const fixes = readUnits().flatMap(({ name, texts }) =>
      run(texts, syntax, chosen).findings.flatMap(({ place, resource, fixes }) =>
        fixes().map((fix) => {
          const title = `${name}: ${place.path}: ${resource}: ${render(fix.title)}`;
          return [title, fix.edits().flatMap(({ path, edits }) => lostBy(edits, texts.get(path) ?? ''))] as const;
        }),
      ),
    );
    assertNone(new Map(fixes));
    console.log(`      ${fixes.length} fixes judged`);
  });
});

/** What edits put something else in the place of. */
function lostBy(edits: readonly TextEdit[], text: string): readonly string[] {
  return edits.flatMap(({ span, text: added }) => {
    const gone = slice(text, span);
    const isLeft = isWithin(gone, added) || isForAnyAccount(gone) || gone.trim() === '[]' || becomesSource(gone, edits);
    return isLeft ? [] : [`${gone} becomes ${added}`];
  });
}

/** What stands there may be moved apart, as the brackets of a list that was empty are. */
function isWithin(gone: string, added: string): boolean {
  let from = 0;
  for (const character of gone.replace(/\s/g, '')) {
    const at = added.indexOf(character, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

/** What others have for a policy, too, becomes the source of a document. */
function becomesSource(gone: string, edits: readonly TextEdit[]): boolean {
  const source = gone.replace(/^"\$\{(.*)\}"$/, '$1');
  return edits.some(({ text }) => text.includes('source_policy_documents') && text.includes(source));
}

/** What lets in the trails of others has to go. */
function isForAnyAccount(gone: string): boolean {
  return /^["']?arn:aws:cloudtrail:\*:\*:trail\/\*["']?$/.test(gone);
}
