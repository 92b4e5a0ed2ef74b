import assert from 'node:assert/strict';
import { isAccepted } from '../../server/src/main/hashicorp-parser';
import type { Texts } from '../core/run';
import { providerMirror } from '../provider-mirror';
import { type Case, type Fixed, readCases } from './cases';
import { assertNone, unheard } from './complaints';
import { withNewInputs } from './inputs';
import { judgeEach, leaveOut } from './report';
import { skip } from './skipping';
import { hasTerraform } from './terraform';
import { validate } from './validate';

describe('terraform validate', function () {
  this.timeout(600_000);

  let cases: readonly Case[];
  let errors: ReadonlyMap<Texts, readonly string[]>;
  /** The modules as they are validated. */
  const called = new Map<Fixed, Texts>();

  before(async function () {
    if (!hasTerraform()) skip(this, 'no terraform on this machine, so nothing validates the modules that fixes leave');
    const mirror = providerMirror();
    if (!mirror) {
      skip(this, 'no mirror with the provider for AWS (set TF_PLUGIN_DIR to one), so nothing validates fixed modules');
    }
    const all = (await readCases()).filter(({ dialect }) => dialect === 'terraform');
    cases = await wholeOnes(all);
    leaveOut(judge, all.filter((one) => !cases.includes(one)).flatMap(fixesOf), 'it is being typed');
    for (const fixed of cases.flatMap(fixesOf).filter(isJudged)) called.set(fixed, asCalled(fixed));
    errors = validate(mirror, [...cases.map(({ texts }) => texts), ...called.values()]);
  });

  it('accepts the examples, before and after each fix', () => {
    const examples = cases.filter(({ origin }) => origin === 'example');
    const named = examples.flatMap(({ name, texts, fixes }) => [
      { name, texts },
      ...fixes.filter((fixed) => called.has(fixed)).map((fixed) => ({ name: fixed.name, texts: called.get(fixed) })),
    ]);
    assert.ok(named.length > 4, `${named.length} modules`);
    assertNone(new Map(named.map(({ name, texts }) => [name, texts ? errorsOf(texts) : []])));
  });

  it('has no error to tell of a fixed module that it had not before', () => {
    const fixes = cases.flatMap(fixesOf);
    const isForAnother = ({ unit }: Fixed) => errorsOf(unit.texts).some(isOfAnotherProvider);
    const judged = [...called.keys()].filter((fixed) => !isForAnother(fixed));
    leaveOut(
      judge,
      fixes.filter(({ isSuppression }) => isSuppression),
      'it is a comment',
    );
    leaveOut(
      judge,
      fixes.filter((fixed) => !fixed.isSuppression && !called.has(fixed)),
      'it is not of the sample',
    );
    leaveOut(judge, [...called.keys()].filter(isForAnother), 'it is for another provider');
    const accepted = judged.filter((fixed) => errorsAfter(fixed).length === 0).length;
    assert.ok(accepted > 30, `${accepted} of ${judged.length} fixed modules are accepted as they stand`);
    console.log(`      ${judged.length} fixed modules validated, ${accepted} of them without any error`);
    judgeEach(judge, judged, (fixed) =>
      unheard(errorsOf(fixed.unit.texts), errorsAfter(fixed)).filter((error) => !isOfJson(fixed, error)),
    );
  });

  function errorsAfter(fixed: Fixed): readonly string[] {
    return errorsOf(called.get(fixed) ?? fixed.texts);
  }

  function errorsOf(texts: Texts): readonly string[] {
    return errors.get(texts) ?? assert.fail('a module that was not validated');
  }
});

const judge = 'terraform validate';

/** Trails without a name get one for this in HCL only, and what a spec does not declare may come to light after other errors. */
function isOfJson({ unit }: Fixed, error: string): boolean {
  return (
    unit.origin === 'spec' &&
    unit.texts.has('main.tf.json') &&
    /The argument "name" is required|undeclared module/.test(error)
  );
}

function fixesOf({ fixes }: Case): readonly Fixed[] {
  return fixes;
}

/** What secures a trail is judged as a whole; of the fixes that it is made of, and of the others, these are some in no order of theirs. */
function isJudged({ name, unit, isPreferred, isSuppression, secured }: Fixed): boolean {
  if (isSuppression) return false;
  if (secured !== undefined || unit.origin !== 'spec' || process.env['TRAILSEAL_VALIDATE'] === 'all') return true;
  return checksum(name) % (isPreferred ? 24 : 3) === 0;
}

function checksum(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521, 0);
}

/** Whoever calls a module has to pass the input that it has from now on: that is what the title says. */
function asCalled({ unit, title, secured, texts }: Fixed): Texts {
  return secured !== undefined || title.includes('adds an input') ? withNewInputs(unit.texts, texts) : texts;
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
