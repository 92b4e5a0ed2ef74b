import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Offer, offersAt } from '../../server/src/core/snippets/offer';
import type { SourceFile } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { applyEdits } from '../../server/src/core/text/edit';
import { firstUnread } from '../../server/src/core/unread';
import { syntax as loading } from '../syntax';
import { expand } from './expand';
import { everyRule, read, run, type Texts } from './run';
import { parseSpecs } from './spec-file';

const specs = join(__dirname, '../specs');
const word = 'cloudtrail-encrypted';
const optional = ['trail-without-cloudwatch-logs', 'trail-bucket-without-access-logging'];

/** Of so many lines one is tried. */
const sample = 11;

describe('places of snippets', function () {
  this.timeout(120_000);

  const documents = readdirSync(specs).filter((name) => name.endsWith('.md'));
  const tally = { offered: 0, tried: 0 };
  let syntax: Syntax;

  before(async () => {
    syntax = await loading;
  });

  for (const name of documents) {
    it(`are good ones, and nothing around changes: ${name}`, () => {
      let line = 0;
      for (const { title, files } of parseSpecs(readFileSync(join(specs, name), 'utf8')).specs) {
        const texts: Texts = new Map(files.map((file) => [file.name, file.text]));
        for (const [path, text] of texts) {
          if (!/^[\w-]+\.(tf|yaml|json)$/.test(path)) continue;
          const before = lazily(() => findingsOf(texts));
          for (const { index } of text.matchAll(/^/gm)) {
            if (line++ % sample !== 0) continue;
            for (const indentation of path.endsWith('.tf') ? [''] : ['', '  ', '    '])
              check(`${title}, ${path}:${index}`, texts, path, index, indentation, before);
          }
        }
      }
    });
  }

  it('are looked for in texts that nobody means, and that has an end', () => {
    const texts = {
      'open.tf': '/*\n'.repeat(300_000),
      'blocks.tf': 'a {\n'.repeat(200_000),
      'blank.tf': '\n'.repeat(900_000),
      'spaces.tf': `${' '.repeat(900_000)}x\n`,
      'blank.yaml': `Resources:\n  A:\n    Type: AWS::SNS::Topic\n${'\n'.repeat(900_000)}`,
      'brackets.json': `{"Resources": {"A": {"Type": "AWS::SNS::Topic"}${'\n'.repeat(400_000)}x${'{\n'.repeat(200_000)}`,
      'commas.json': `{"Resources": {${',\n'.repeat(400_000)}"AWS::SNS::Topic"`,
    };
    for (const [path, text] of Object.entries(texts)) {
      const typed = `${text}\n${word}`;
      const file = read(path, typed, syntax);
      const isOffered = offersAt(file, typed.length, [file], syntax).length > 0;
      assert.equal(isOffered, path.startsWith('blank'), path);
    }
  });

  it('are found often enough', () => {
    assert.ok(tally.offered > 100 && tally.offered < tally.tried, `${tally.offered} of ${tally.tried}`);
  });

  function check(
    where: string,
    texts: Texts,
    path: string,
    at: number,
    indentation: string,
    before: () => readonly string[],
  ): void {
    const text = texts.get(path) ?? '';
    const typed = `${text.slice(0, at)}${indentation}${word}\n${text.slice(at)}`;
    const unit = [...texts].flatMap(([name, own]) =>
      /^[\w-]+\.(tf|yaml|json)$/.test(name) ? [read(name, name === path ? typed : own, syntax)] : [],
    );
    const file = unit.find((each) => each.path === path);
    assert.ok(file);
    const offers = offersAt(file, at + indentation.length + word.length, unit, syntax);
    tally.tried++;
    const [offer] = offers;
    if (!offer) return;
    tally.offered++;
    const after = take(file, offer);
    const now = findingsOf(new Map([...texts, [path, after]]));
    const known = [...before()];
    for (const finding of now) {
      const index = known.indexOf(finding);
      assert.ok(index >= 0, `${where}: ${finding} is new in\n${after}`);
      known.splice(index, 1);
    }
    assert.deepEqual(known, [], `${where}: no longer found in\n${after}`);
    const isRead = (own: string) => firstUnread(read(path, own, syntax)) === undefined;
    assert.ok(isRead(after) || !isRead(text), `${where} leaves what does not read:\n${after}`);
    for (const own of text.split('\n')) assert.ok(after.includes(own), `${where}: '${own}' has gone from\n${after}`);
  }

  function findingsOf(texts: Texts): readonly string[] {
    return run(texts, syntax, everyRule).findings.flatMap(({ rule, resource, trails }) => {
      const isNew =
        optional.includes(rule.id) && trails.every((trail) => /cloudtrail\.cloudtrail|^(Cloud)?Trail\d*$/.test(trail));
      return isNew ? [] : [`${rule.id} of ${resource}`];
    });
  }
});

function take(file: SourceFile, { body, replaces, also }: Offer): string {
  const line = file.text.slice(0, replaces.start).split('\n').at(-1) ?? '';
  const text = expand(body).replace(/\n(?=.)/g, `\n${line}`);
  return applyEdits(file.text, [...also, { span: replaces, text }]);
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
