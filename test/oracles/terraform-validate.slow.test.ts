import assert from 'node:assert/strict';
import { isAccepted } from '../../server/src/main/judge';
import type { Texts } from '../core/run';
import { providerMirror } from '../provider-mirror';
import { type Case, type Fixed, readCases } from './cases';
import { assertNone, unheard } from './complaints';
import { withNewInputs } from './inputs';
import { skip } from './skipping';
import { hasTerraform } from './terraform';
import type { Unit } from './units';
import { validate } from './validate';

describe('terraform validate', function () {
  this.timeout(600_000);

  let cases: readonly Case[];
  let errors: ReadonlyMap<Texts, readonly string[]>;

  before(async function () {
    if (!hasTerraform()) skip(this, 'no terraform on this machine, so nothing validates the modules that fixes leave');
    const mirror = providerMirror();
    if (!mirror) {
      skip(this, 'no mirror with the provider for AWS (set TF_PLUGIN_DIR to one), so nothing validates fixed modules');
    }
    // The modules of the corpus want other providers, and other versions of this one.
    cases = (
      await wholeOnes((await readCases()).filter((one) => one.dialect === 'terraform' && one.origin !== 'corpus'))
    ).map((one) => ({ ...one, fixes: one.fixes.filter(isJudged).map((fixed) => asCalled(one, fixed)) }));
    errors = validate(
      mirror,
      cases.flatMap(({ texts, fixes }) => [texts, ...fixes.map((fixed) => fixed.texts)]),
    );
  });

  it('accepts the examples, before and after each fix', () => {
    const examples = cases.filter(({ origin }) => origin === 'example');
    const named = examples.flatMap(({ name, texts, fixes }) => [{ name, texts }, ...fixes]);
    assert.ok(named.length > 4, `${named.length} modules`);
    assertNone(new Map(named.map(({ name, texts }) => [name, errorsOf(texts)])));
  });

  it('has no error to tell of a fixed module that it had not before', () => {
    const judged = cases.filter(({ texts }) => !errorsOf(texts).some(isOfAnotherProvider));
    const fixes = judged.flatMap(({ texts, fixes }) => fixes.map((fixed) => ({ before: texts, fixed })));
    assertNone(new Map(fixes.map(({ before, fixed }) => [fixed.name, newErrors(before, fixed)])));
    const accepted = fixes.filter(({ fixed }) => errorsOf(fixed.texts).length === 0).length;
    assert.ok(accepted > 30, `${accepted} of ${fixes.length} fixed modules are accepted as they stand`);
    console.log(`      ${fixes.length} fixed modules validated, ${accepted} of them without any error`);
  });

  function newErrors(before: Texts, { texts }: Fixed): readonly string[] {
    return unheard(errorsOf(before), errorsOf(texts));
  }

  function errorsOf(texts: Texts): readonly string[] {
    return errors.get(texts) ?? assert.fail('a module that was not validated');
  }
});

/** What secures a trail is judged as a whole; of the fixes that it is made of, and of the others, these are some in no order of theirs. */
function isJudged({ name, isPreferred, secured }: Fixed): boolean {
  if (secured !== undefined || name.startsWith('examples/')) return true;
  return checksum(name) % (isPreferred ? 24 : 3) === 0;
}

function checksum(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521, 0);
}

/** Whoever calls a module has to pass the input that it has from now on: that is what the title says. */
function asCalled(before: Unit, fixed: Fixed): Fixed {
  if (fixed.secured === undefined && !fixed.title.includes('adds an input')) return fixed;
  return { ...fixed, texts: withNewInputs(before.texts, fixed.texts) };
}

/** The module is for another version of the provider than the one at hand, such as version 6 with its `region` for each resource. */
function isOfAnotherProvider(error: string): boolean {
  return /^(Unsupported argument|Value for unconfigurable attribute): /.test(error);
}

/** Text that Terraform cannot even parse, as it is being typed, it describes by guesses that change with every line. */
async function wholeOnes(cases: readonly Case[]): Promise<readonly Case[]> {
  const whole = await Promise.all(cases.map(({ texts }) => isWhole(texts)));
  return cases.filter((_, index) => whole[index]);
}

async function isWhole(texts: Texts): Promise<boolean> {
  const accepted = await Promise.all(
    [...texts].map(([name, text]) => (name.endsWith('.json') ? isJson(text) : isAccepted(name, text))),
  );
  return accepted.every(Boolean);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
