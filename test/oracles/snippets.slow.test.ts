import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { snippetsFor } from '../../server/src/core/snippets/snippets';
import type { Texts } from '../core/run';
import { providerMirror } from '../provider-mirror';
import { type Composition, compositions, type SnippetLanguage } from '../snippets';
import { syntax } from '../syntax';
import { hasCfnLint, lint } from './cfn-lint';
import { assertNone } from './complaints';
import { makeScratch, writeTexts } from './scratch';
import { apply, missingForSimulator, twoAtOnce } from './simulator';
import { skip, tellMissing } from './skipping';
import { hasTerraform, terraform } from './terraform';
import { validate } from './validate';

describe('what snippets leave', function () {
  this.timeout(400_000);

  it('is laid out as terraform fmt would', async function () {
    if (!hasTerraform()) skip(this, 'no terraform on this machine, so nothing judges the layout of snippets');
    const all = await of('terraform');
    inScratch((folder) => {
      for (const [index, { texts }] of all.entries()) writeTexts(join(folder, String(index)), texts);
      const { status, stdout, stderr } = terraform(folder, 'fmt', '-check', '-recursive', '-diff', '.');
      assert.equal(status, 0, `${stdout}\n${stderr}`);
    });
  });

  it('is what terraform validate accepts', async function () {
    const mirror = hasTerraform() ? providerMirror() : undefined;
    if (!mirror) skip(this, 'no terraform with the provider for AWS on this machine, so nothing validates snippets');
    const all = await of('terraform');
    const errors = validate(
      mirror,
      all.map(({ texts }) => texts),
    );
    assert.equal(errors.size, all.length);
    for (const { name, texts } of all) assert.deepEqual(errors.get(texts), [], name);
  });

  for (const language of ['yaml', 'json'] as const) {
    it(`is what cfn-lint has nothing to say of in ${language}`, async function () {
      if (!hasCfnLint()) skip(this, 'no cfn-lint on this machine, so nothing lints snippets');
      const all = await of(language);
      inScratch((folder) => {
        const files = all.flatMap(({ texts }, index) => {
          writeTexts(join(folder, String(index)), texts);
          return [...texts.keys()].map((name) => join(String(index), name));
        });
        // Shows that it reads them.
        writeTexts(folder, new Map([['wrong.yaml', 'Resources:\n  A:\n    Type: AWS::No::Such\n']]));
        const complaints = lint(folder, [...files, 'wrong.yaml']);
        assert.ok(complaints.has('wrong.yaml'));
        for (const [index, file] of files.entries()) assert.deepEqual(complaints.get(file) ?? [], [], all[index]?.name);
      });
    });
  }

  it('is applied', async function () {
    const missing = missingForSimulator();
    if (missing) skip(this, `${missing}, so nothing applies snippets`);
    const all = await of('terraform');
    // Moto, which the simulator is made of, knows no event data stores.
    const applicable = all.filter(({ name }) => name !== 'event-data-store');
    assert.equal(applicable.length, all.length - 1);
    tellMissing('no event data stores in the simulator of AWS, so nothing applies the snippet of one');
    const said = new Map<string, readonly string[]>();
    await twoAtOnce(applicable, async ({ name, texts }) => {
      const { failure } = await apply({ texts, there: before });
      said.set(name, failure === undefined ? [] : [failure]);
    });
    assertNone(said);
  });
});

async function of(language: SnippetLanguage): Promise<readonly Composition[]> {
  return compositions(language, snippetsFor(language, await syntax));
}

/** What some snippets ask for: a bucket for access logs, and an organization. */
const before: Texts = new Map([
  [
    'before.tf',
    `resource "aws_organizations_organization" "before" {
  aws_service_access_principals = ["cloudtrail.amazonaws.com"]
}

resource "aws_s3_bucket" "before" {
  bucket = "my-access-logs"
}

resource "aws_s3_bucket_policy" "before" {
  bucket = aws_s3_bucket.before.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "\${aws_s3_bucket.before.arn}/*"
      },
    ]
  })
}
`,
  ],
]);

function inScratch(action: (folder: string) => void): void {
  const folder = makeScratch();
  try {
    action(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
