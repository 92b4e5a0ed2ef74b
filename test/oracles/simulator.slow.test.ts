import assert from 'node:assert/strict';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { everyRule, run, runSecure } from '../core/run';
import { providerMirror } from '../provider-mirror';
import { syntax } from '../syntax';
import { type Fixed, readCases } from './cases';
import { assertNone } from './complaints';
import { type Deployable, deployable } from './deployable';
import { judgeEach, leaveOut } from './report';
import { type RunningProvider, startProvider } from './running-provider';
import {
  apply,
  bucketsOf,
  missingForSimulator,
  type Outcome,
  organization,
  shareOut,
  twoAtOnce,
  unended,
  withAccessLogBucket,
} from './simulator';
import { skip } from './skipping';

/** A trail that is secured and applied: from nothing, over what was there before, or both. */
interface Applied {
  readonly unit: string;
  readonly ways: readonly ('nothing' | 'over')[];
  /** The buckets that it names and does not make. */
  readonly buckets?: readonly string[];
}

/** One of each kind, as each run takes about a minute. */
const sample: readonly Applied[] = [
  { unit: 'examples/terraform', ways: ['nothing', 'over'] },
  { unit: 'trail-bucket-policy-blocks-cloudtrail.md: A heredoc', ways: ['nothing'] },
  { unit: "trail-bucket-policy-blocks-cloudtrail.md: A document in Terraform's JSON", ways: ['nothing'] },
  {
    unit: 'trail-key-open-to-other-accounts.md: A module with the trail and the key',
    ways: ['over'],
    buckets: ['audit-logs'],
  },
];

const judge = 'simulator';

/** Which whole modules are applied: those with a match of this regular expression in their name. */
const asked = process.env['TRAILSEAL_SIMULATE'];

describe('the simulator', function () {
  // Each run takes about a minute.
  this.timeout(asked ? 0 : 900_000);

  let secured: readonly Fixed[];

  before(async function () {
    const missing = missingForSimulator();
    if (missing) skip(this, `${missing}, so nothing applies what fixes leave`);
    const all = (await readCases()).filter(({ dialect }) => dialect === 'terraform').flatMap(({ fixes }) => fixes);
    secured = all.filter((fixed) => fixed.secured !== undefined);
  });

  it('applies a secured trail, from nothing and over what was there before', async () => {
    const chosen = sample.map((one) => {
      const found = secured.filter(({ unit }) => unit.name === one.unit);
      assert.equal(found.length, 1, `${one.unit} has one trail`);
      return { ...one, fixed: found[0] ?? assert.fail() };
    });
    const said = new Map<Fixed, readonly string[]>();
    await twoAtOnce(chosen, async ({ fixed, ways, buckets: names = [] }) => {
      const wrong: string[] = [];
      for (const way of ways) {
        const over = way === 'over' ? { over: fixed.unit.texts } : {};
        const texts = withAccessLogBucket(fixed.texts);
        const { failure } = await apply({ texts, there: bucketsOf(texts, names), ...over });
        if (failure !== undefined)
          wrong.push(`${way === 'nothing' ? 'from nothing' : 'over the original'}: ${failure}`);
      }
      said.set(fixed, wrong);
    });
    leaveOut(
      judge,
      secured.filter((fixed) => !said.has(fixed)),
      'it is not of the sample',
    );
    judgeEach(judge, [...said.keys()], (fixed) => said.get(fixed) ?? []);
  });

  it('applies every unit of which all trails are secured', async function () {
    // Those are hundreds.
    if (!asked) return this.skip();
    const mirror = providerMirror() ?? assert.fail();
    const parser = await syntax;
    const pattern = new RegExp(asked);
    const all = (await readCases()).filter(
      ({ name, dialect, findings }) => dialect === 'terraform' && findings.length > 0 && pattern.test(name),
    );
    // Moto, which the simulator is made of, knows neither event data stores nor how often a key rotates, and gives all trails to who asks for one.
    const units = all.filter(({ texts }) => {
      const text = [...texts.values()].join('\n');
      return (
        !/aws_cloudtrail_event_data_store|rotation_period_in_days/.test(text) &&
        text.split('"aws_cloudtrail"').length === 2
      );
    });
    console.log(`      ${units.length} units of ${all.length}, which have one trail each`);
    // Most of what they do is wait.
    const providers = await Promise.all(Array.from({ length: 8 }, () => startProvider(mirror)));
    const outcomes = new Map<string, SecuredOutcome>();
    try {
      await shareOut(
        units,
        providers.map((provider) => async ({ name, texts }) => {
          const outcome = await applySecured(deployable(texts, parser), parser, provider).catch(notJudged);
          console.log(`      ${outcome.kind}: ${name}: ${outcome.text}`);
          outcomes.set(name, outcome);
        }),
      );
    } finally {
      for (const { stop } of providers) stop();
    }
    for (const kind of kinds)
      console.log(`      ${kind}: ${[...outcomes.values()].filter((one) => one.kind === kind).length}`);
    assertNone(new Map([...outcomes].map(([name, { kind, text }]) => [name, kind === 'wrong' ? [text] : []])));
  });
});

/**
 * What is unfit cannot be applied before it is secured either, or makes no trail. What is still refused is so for a policy of which nothing is
 * said, as what decides it is not known: each is to be looked at.
 */
const kinds = ['applied', 'left to a person', 'still refused', 'unfit', 'wrong'] as const;

interface SecuredOutcome {
  readonly kind: (typeof kinds)[number];
  readonly text: string;
}

function notJudged(error: unknown): SecuredOutcome {
  // Half a file of JSON is none.
  return { kind: error instanceof SyntaxError ? 'unfit' : 'wrong', text: String(error) };
}

/** From nothing, and over the original where that one applies. */
async function applySecured(
  { texts, buckets, inputs, needsOrganization }: Deployable,
  parser: Syntax,
  provider: RunningProvider,
): Promise<SecuredOutcome> {
  const trails = [...new Set(run(texts, parser, everyRule).findings.flatMap((finding) => finding.trails))];
  let mended = texts;
  for (const trail of trails) mended = await runSecure(trail, mended, parser, everyRule);
  const secured = withAccessLogBucket(mended);
  const left = run(secured, parser, everyRule).findings.map(({ rule, resource }) => `${rule.id} of ${resource}`);

  const there = new Map([...bucketsOf(secured, buckets), ...(needsOrganization ? organization : [])]);
  const around = { there, inputs, provider };
  const over = await apply({ texts: secured, over: texts, ...around });
  const fromNothing = await apply({ texts: secured, ...around });
  if (fromNothing.failure === undefined && !over.isOverApplied) return { kind: 'applied', text: 'from nothing' };
  const refused = refusalBefore(fromNothing, over);
  if (refused !== undefined) {
    const isPolicy = /Insufficient(Encryption|S3Bucket)Policy/.test(refused);
    return { kind: !isPolicy ? 'unfit' : left.length > 0 ? 'left to a person' : 'still refused', text: refused };
  }
  const told = Object.entries({ 'from nothing': fromNothing, 'over the original': over }).flatMap(
    ([way, { failure }]) => (failure === undefined ? [] : [`${way}: ${failure}`]),
  );
  if (told.length === 0) return { kind: 'applied', text: 'from nothing and over the original' };
  if (over.isOverApplied && (await isNeverAtRest(fromNothing)) && (await isNeverAtRest(over)))
    return { kind: 'unfit', text: `the original changes with each plan, too: ${fromNothing.changing.join(', ')}` };
  return { kind: left.length > 0 ? 'left to a person' : 'wrong', text: [...left, ...told].join('\n') };

  /** Whether all that goes wrong is that a second plan changes what it changes of the original as well. */
  async function isNeverAtRest({ failure, changing }: Outcome): Promise<boolean> {
    if (failure === undefined) return true;
    if (changing.length === 0) return false;
    const original = await apply({ texts, ...around });
    return changing.every((address) => original.changing.includes(address));
  }
}

/** Why not even the original can be applied, or is nothing that could be told of. */
function refusalBefore(fromNothing: Outcome, over: Outcome): string | undefined {
  const [twin] = [...fromNothing.twins, ...over.twins];
  if (twin !== undefined) return `there are two of ${twin}`;
  if (fromNothing.failure?.includes('no trail was applied')) return 'it makes no trail';
  if (over.isOverApplied || fromNothing.failure === undefined) return undefined;
  const [before, after] = [errorsIn(over.failure), errorsIn(fromNothing.failure)];
  const ofItself = [...before, ...after].find((error) => hindrances.some((words) => error.includes(words)));
  return ofItself ?? (after.every((error) => before.includes(error)) ? after[0] : undefined);
}

const hindrances: readonly string[] = [
  // What the provider says where moto gives all trails to who asks for one.
  'too many results: wanted 1',
  // Names that AWS takes for no trail.
  'InvalidTrailNameException',
  // For other accounts and Regions there is no simulation.
  'No valid credential sources found',
  unended,
];

/** Without what differs from run to run, by the key or by the bucket, such as what is lacking where a policy is just being made, and the lines that differ where something is added above them. */
function errorsIn(output = ''): readonly string[] {
  const lines = output.match(/^Error: .*/gm) ?? [output.trim()];
  // Some hold a value as long as a file.
  return lines.map((line) =>
    line
      .slice(0, 1000)
      .replace(
        /(RequestID|HostID): [^,]*|https?:\S+|KMS key \S+|[0-9a-f]{8}-[0-9a-f-]{27}|\bterraform-[0-9a-f]+|lacks: .*/g,
        '',
      ),
  );
}
