import assert from 'node:assert/strict';
import { type Fixed, readCases } from './cases';
import { judgeEach, leaveOut } from './report';
import { apply, buckets, missingForSimulator, twoAtOnce, withBuckets } from './simulator';
import { skip } from './skipping';

/** A trail that is secured and applied: from nothing, over what was there before, or both. */
interface Applied {
  readonly unit: string;
  readonly ways: readonly ('nothing' | 'over')[];
  /** The buckets that it names and does not make. */
  readonly buckets?: readonly string[];
}

/** One of each kind, as each run takes about a minute: `TRAILSEAL_SIMULATE=all` takes all there are. */
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

describe('the simulator', function () {
  // Each run takes about a minute.
  const isForAll = process.env['TRAILSEAL_SIMULATE'] === 'all';
  this.timeout(isForAll ? 0 : 900_000);

  let secured: readonly Fixed[];

  before(async function () {
    const missing = missingForSimulator();
    if (missing) skip(this, `${missing}, so nothing applies what fixes leave`);
    const all = (await readCases()).filter(({ dialect }) => dialect === 'terraform').flatMap(({ fixes }) => fixes);
    secured = all.filter((fixed) => fixed.secured !== undefined);
  });

  it('applies a secured trail, from nothing and over what was there before', async () => {
    const asked = sample.map((one) => {
      const found = secured.filter(({ unit }) => unit.name === one.unit);
      assert.equal(found.length, 1, `${one.unit} has one trail`);
      return { ...one, fixed: found[0] ?? assert.fail() };
    });
    const said = new Map<Fixed, readonly string[]>();
    await twoAtOnce(asked, async ({ fixed, ways, buckets: names = [] }) => {
      const wrong: string[] = [];
      for (const way of ways) {
        const before = way === 'nothing' ? buckets(names) : withBuckets(fixed.unit.texts, names);
        const output = await apply(withBuckets(fixed.texts, names), before);
        if (output !== undefined) wrong.push(`${way === 'nothing' ? 'from nothing' : 'over the original'}: ${output}`);
      }
      said.set(fixed, wrong);
    });
    if (!isForAll)
      leaveOut(
        judge,
        secured.filter((fixed) => !said.has(fixed)),
        'it is not of the sample',
      );
    judgeEach(judge, [...said.keys()], (fixed) => said.get(fixed) ?? []);
  });

  it('applies every other trail that could be applied before', async function () {
    // Those are hundreds. The report counts them as skipped.
    if (!isForAll) this.skip();
    const others = secured.filter(({ unit }) => !sample.some((one) => one.unit === unit.name));
    const said = new Map<Fixed, readonly string[]>();
    const unfit: Fixed[] = [];
    await twoAtOnce(others, async (fixed) => {
      const [before, after] = [withBuckets(fixed.unit.texts, []), withBuckets(fixed.texts, [])];
      const isFit = !(await apply(before))?.includes('FAILED: ');
      const fromNothing = await apply(after);
      if (!isFit && fromNothing !== undefined) return unfit.push(fixed);
      const over = isFit ? await apply(after, before) : undefined;
      const told = (way: string, output: string | undefined) => (output === undefined ? [] : [`${way}: ${output}`]);
      return said.set(fixed, [...told('from nothing', fromNothing), ...told('over the original', over)]);
    });
    leaveOut(judge, unfit, 'neither it nor what was there before can be applied');
    judgeEach(judge, [...said.keys()], (fixed) => said.get(fixed) ?? []);
  });
});
