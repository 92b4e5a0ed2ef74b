import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../server/src/core/analyze';
import { render } from '../../server/src/core/model/message';
import { recipes } from '../../server/src/core/snippets/recipes';
import { type Snippet, snippetsFor, templateSnippetsFor } from '../../server/src/core/snippets/snippets';
import { terraformSnippet } from '../../server/src/core/snippets/terraform';
import { readData } from '../../server/src/core/syntax/data/read';
import { sectionNamed } from '../../server/src/core/syntax/data/tree';
import { readHcl } from '../../server/src/core/syntax/hcl/read';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { compositions, inWhole, languages, type SnippetLanguage } from '../snippets';
import { syntax as loading } from '../syntax';
import { expand, fieldsOf } from './expand';
import { apply, everyRule, run, runSecure, type Texts } from './run';

/** What people guess. */
const guessed = [
  'cloudtrail',
  'cloudtrail-encrypted',
  'kms-cloudtrail',
  's3-sse-kms',
  'cloudtrail-bucket-policy',
  'event-data-store',
];

/** What costs extra, and needs a bucket that is there. */
const extra = ['trail-without-cloudwatch-logs', 'trail-bucket-without-access-logging'];
const withoutExtra: Settings = {
  severities: { ...everyRule.severities, ...Object.fromEntries(extra.map((id) => [id, 'off'])) },
};

describe('snippets', () => {
  let syntax: Syntax;
  let snippets: Readonly<Record<SnippetLanguage, readonly Snippet[]>>;

  before(async () => {
    syntax = await loading;
    snippets = {
      terraform: snippetsFor('terraform', syntax),
      yaml: snippetsFor('yaml', syntax),
      json: snippetsFor('json', syntax),
    };
  });

  it('are the same in all languages', () => {
    const about = (language: SnippetLanguage) =>
      snippets[language].map(({ title, prefixes, description }) => ({ title, prefixes, description }));
    assert.deepEqual(about('yaml'), about('terraform'));
    assert.deepEqual(about('json'), about('terraform'));
  });

  it('have prefixes that people guess, each once, and words that say what they are', () => {
    const prefixes = snippets.terraform.flatMap((snippet) => snippet.prefixes);
    assert.deepEqual(
      guessed.filter((prefix) => !prefixes.includes(prefix)),
      [],
    );
    assert.equal(new Set(prefixes).size, prefixes.length);
    assert.equal(new Set(snippets.terraform.map(({ title }) => title)).size, snippets.terraform.length);
    for (const { title, description } of snippets.terraform) assert.match(description, /^[A-Z].{40,}\.$/, title);
  });

  it('write what they do beside a trail, whatever its label', () => {
    const beside = (label: string) =>
      recipes
        .filter(({ elsewhere }) => elsewhere.includes('trail'))
        .map((recipe) => terraformSnippet(recipe, syntax, `resource "aws_cloudtrail" "${label}" {}`));
    assert.deepEqual(beside('cloudtrail'), beside('main'));
    for (const text of beside('main')) assert.match(text, /^(?:data|resource) "/);
  });

  it('are named in the README', () => {
    const root = join(__dirname, '../..');
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const all = [...snippets.terraform, ...templateSnippetsFor('yaml', syntax)];
    for (const prefix of all.flatMap((snippet) => snippet.prefixes))
      assert.ok(readme.includes(`\`${prefix}\``), `README.md does not name ${prefix}`);
  });

  for (const format of ['yaml', 'json'] as const) {
    it(`fill a file of ${format} that is empty`, () => {
      const known = snippets[format].flatMap(({ prefixes }) => prefixes);
      const templates = templateSnippetsFor(format, syntax);
      assert.ok(templates.length > 0);
      for (const { title, prefixes, body } of templates) {
        assert.ok(!prefixes.some((prefix) => known.includes(prefix)), title);
        const text = expand(body);
        const members = snippets[format].find((each) => title.endsWith(each.title))?.body ?? assert.fail(title);
        assert.deepEqual(
          piecesOf(format, text, syntax),
          piecesOf(format, [...inWhole(format, expand(members)).values()].join(''), syntax),
        );
        assert.match(text, /^\{?\s*"?AWSTemplateFormatVersion"?: "2010-09-09"/);
      }
    });
  }

  for (const language of languages) {
    describe(`in ${language}`, () => {
      it('number their stops from one on, and end with the last', () => {
        for (const { title, body } of snippets[language]) {
          const fields = fieldsOf(body);
          const own = fields.filter(({ initial }) => initial !== undefined);
          const numbers = own.map(({ number }) => number).sort((a, b) => a - b);
          assert.deepEqual(
            numbers,
            [...numbers.keys()].map((index) => index + 1),
            title,
          );
          assert.ok(numbers.length > 0, title);
          assert.equal(fields.at(-1)?.number, 0, title);
          assert.ok(body.endsWith('$0'), title);
          for (const { number, initial } of fields)
            assert.ok(number === 0 || initial !== undefined || numbers.includes(number), title);
          // Where the name comes first it can be read, elsewhere it follows.
          for (const number of numbers) {
            const all = fields.filter((field) => field.number === number);
            assert.notEqual(all[0]?.initial, undefined, `${title}: ${number}`);
          }
        }
      });

      it('say what is inserted wherever it is not decided', () => {
        for (const { title, body } of snippets[language]) assert.doesNotMatch(body, /marked|@/i, title);
      });

      it('make trails and stores that nothing is found of, alone or together', () => {
        for (const { name, texts, isWithoutExtras } of compositions(language, snippets[language])) {
          const chosen = isWithoutExtras ? withoutExtra : everyRule;
          assert.deepEqual(rulesBroken(texts, chosen), [], name);
          // What is not looked at has no findings either.
          const open = new Map([...texts].map(([path, text]) => [path, text.replace(/^ *"?kms_?key_?id\b.*\n/im, '')]));
          assert.match(rulesBroken(open, chosen).join(), /without-kms-key/, name);
        }
      });

      it('hold the text that a fix writes', async () => {
        const fixed = [
          ...piecesOf(language, await secured(language, bare[language]), syntax),
          ...piecesOf(language, await secured(language, bareOfOrganization(language)), syntax),
          ...piecesOf(language, await secured(language, bareOfMany(language)), syntax),
          ...piecesOf(language, await withNewKey(language, bareStore[language]), syntax),
        ];
        // A fix makes a parameter of what a snippet asks for.
        const asked = (piece: string) => piece.replaceAll('${OrganizationId}', 'o-exampleorgid');
        for (const { title, body } of snippets[language]) {
          const whole = [...inWhole(language, expand(body, '  ')).values()].join('');
          const made = piecesOf(language, whole, syntax).filter((piece) => !isResource(piece));
          // In a template much of what a bucket needs stands in the bucket.
          const inBucket = /"?BucketEncryption[\s\S]*?BucketKeyEnabled"?: true/.exec(whole)?.[0] ?? '';
          assert.ok(made.length > 0 || inBucket !== '', title);
          assert.ok(fixed.join('\n').includes(inBucket), `${title}: no fix writes\n${inBucket}`);
          for (const piece of made) assert.ok(fixed.map(asked).includes(piece), `${title}: no fix writes\n${piece}`);
        }
      });
    });
  }

  function rulesBroken(texts: Texts, chosen: Settings): readonly string[] {
    return run(texts, syntax, chosen).findings.map(({ rule, resource }) => `${rule.id} of ${resource}`);
  }

  function secured(language: SnippetLanguage, text: string): Promise<string> {
    const trail = language === 'terraform' ? 'aws_cloudtrail.cloudtrail' : 'Trail';
    return after(text, language, (texts) => runSecure(trail, texts, syntax, everyRule));
  }

  function withNewKey(language: SnippetLanguage, text: string): Promise<string> {
    return after(text, language, async (texts) => {
      const fixes = run(texts, syntax).findings.flatMap((finding) => finding.fixes());
      return apply(fixes.find(({ title }) => /new KMS key/.test(render(title))) ?? assert.fail(), texts);
    });
  }

  async function after(
    text: string,
    language: SnippetLanguage,
    change: (texts: Texts) => Promise<Texts>,
  ): Promise<string> {
    const [path = ''] = inWhole(language, '').keys();
    const changed = (await change(new Map([[path, text]]))).get(path) ?? '';
    assert.notEqual(changed, text);
    return changed;
  }
});

/** What a fix finds there, and a snippet brings along. */
function isResource(piece: string): boolean {
  return /^resource "(?:aws_cloudtrail|aws_cloudtrail_event_data_store|aws_s3_bucket|aws_s3_bucket_versioning|aws_s3_bucket_ownership_controls|aws_s3_bucket_logging)" |"?Type"?: "?AWS::(?:CloudTrail::|S3::Bucket\b(?!Policy))/.test(
    piece,
  );
}

/** The blocks of a file, or the members of `Resources`. */
function piecesOf(language: SnippetLanguage, text: string, syntax: Syntax): readonly string[] {
  if (language === 'terraform') return readHcl(text, syntax.readExpression).blocks.map(({ block }) => block.text);
  const file = readData(text, language, syntax.dataParsers);
  return (sectionNamed(file, 'Resources')?.members ?? []).map(({ member }) => member.text.trimEnd());
}

const bare: Readonly<Record<SnippetLanguage, string>> = {
  terraform: `resource "aws_cloudtrail" "cloudtrail" {
  name           = "management-events"
  s3_bucket_name = aws_s3_bucket.cloudtrail.id
}

resource "aws_s3_bucket" "cloudtrail" {
  acl = "public-read"
}
`,
  yaml: `AWSTemplateFormatVersion: "2010-09-09"

Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      TrailName: management-events
      S3BucketName: !Ref CloudTrailBucket
      IsLogging: true

  CloudTrailBucket:
    Type: AWS::S3::Bucket
`,
  json: `{
  "Resources": {
    "Trail": {
      "Type": "AWS::CloudTrail::Trail",
      "Properties": {
        "TrailName": "management-events",
        "S3BucketName": { "Ref": "CloudTrailBucket" },
        "IsLogging": true
      }
    },
    "CloudTrailBucket": {
      "Type": "AWS::S3::Bucket"
    }
  }
}
`,
};

function bareOfOrganization(language: SnippetLanguage): string {
  return bare[language]
    .replace('bucket.cloudtrail.id\n', 'bucket.cloudtrail.id\n  is_organization_trail = true\n')
    .replace(
      /^( *)("?)IsLogging.*$/m,
      (line, white, quote) => `${white}${quote}IsOrganizationTrail${quote}: true${quote && ','}\n${line}`,
    );
}

function bareOfMany(language: SnippetLanguage): string {
  return bare[language].replace(/"?management-events"?/, '"*"');
}

const bareStore: Readonly<Record<SnippetLanguage, string>> = {
  terraform: `resource "aws_cloudtrail_event_data_store" "cloudtrail" {
  name = "management-event-store"
}
`,
  yaml: `AWSTemplateFormatVersion: "2010-09-09"

Resources:
  EventDataStore:
    Type: AWS::CloudTrail::EventDataStore
    Properties:
      Name: management-event-store
`,
  json: `{
  "Resources": {
    "EventDataStore": {
      "Type": "AWS::CloudTrail::EventDataStore",
      "Properties": { "Name": "management-event-store" }
    }
  }
}
`,
};
