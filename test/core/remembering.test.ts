import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { analyze, type Report, type Settings } from '../../server/src/core/analyze';
import { render } from '../../server/src/core/model/message';
import { rules } from '../../server/src/core/rules/index';
import { languageOf, type SourceFile } from '../../server/src/core/source';
import { syntax as loading } from '../syntax';
import { growing, hidden } from './remembering-samples';
import { everyRule, readAll, settingsFor, type Texts } from './run';
import { parseSpecs } from './spec-file';

const specs = join(__dirname, '../specs');

/** One in so many specs, and of each so many edits: `REMEMBER=1:60` for all of them. */
const [every = 5, edits = 24] = (process.env['REMEMBER'] ?? '').split(':').filter(Boolean).map(Number);

describe('a report with what was remembered of the one before', function () {
  this.timeout(600_000);

  for (const name of readdirSync(specs).filter((each) => each.endsWith('.md'))) {
    it(`is the one without: ${name}`, async () => {
      const random = randomNumbers(7);
      const workspaces = parseSpecs(readFileSync(join(specs, name), 'utf8'))
        .specs.filter((_, index) => index % every === 0)
        .map(({ files }): Texts => new Map(files.map((file) => [file.name, file.text])));
      for (const [index, texts] of workspaces.entries()) {
        // Of two at once, one mostly has nothing to do with what is typed in the other.
        const both = together(texts, workspaces[(index + 1) % workspaces.length] ?? texts);
        const states: Texts[] = [both];
        while (states.length < edits)
          states.push(states.length % 3 === 2 ? both : edited(states.at(-1) ?? both, random));
        // What one rule asks may hide what another one should have.
        const rule = rules[random(rules.length)]?.id ?? '';
        await compare(states, index % 2 === 0 ? everyRule : settingsFor([rule]));
      }
    });
  }

  for (const [what, states] of Object.entries(hidden)) {
    for (const rule of [undefined, ...rules.map(({ id }) => id)])
      it(`is the one without: ${what}, ${rule ?? 'every rule'}`, async () => {
        await compare(states, rule === undefined ? everyRule : settingsFor([rule]));
      });
  }

  for (const [path, textOf] of Object.entries(growing)) {
    it(`holds on to no ${path} that has changed`, async () => {
      const syntax = await loading;
      let sources: readonly SourceFile[] = [];
      let memory: Pick<Report, 'memory'> | undefined;
      const olds: WeakRef<SourceFile>[] = [];
      const judge = (edit: number) => {
        const read = readAll(new Map([[path, textOf(edit)]]), syntax, sources);
        ({ sources } = read);
        olds.push(new WeakRef(read.sources[0] ?? assert.fail()));
        const report: Report = analyze(read.judged, everyRule, read.surroundings, memory);
        assert.ok(report.findings.length > 0);
        memory = { memory: report.memory };
      };
      for (let edit = 0; edit < 6; edit++) {
        judge(edit);
        // What a weak reference was made of stays till the end of the turn.
        await setImmediate();
      }
      await collectGarbage();
      assert.deepEqual(
        olds.slice(0, -1).map((old) => old.deref()?.path),
        [undefined, undefined, undefined, undefined, undefined],
      );
      assert.ok(memory);
    });
  }
});

async function compare(states: readonly Texts[], settings: Settings): Promise<void> {
  const syntax = await loading;
  let sources: readonly SourceFile[] = [];
  let report: Report | undefined;
  for (const [index, now] of states.entries()) {
    const read = readAll(now, syntax, sources);
    ({ sources } = read);
    report = analyze(read.judged, settings, read.surroundings, report);
    const fresh = readAll(now, syntax);
    const expected = analyze(fresh.judged, settings, fresh.surroundings);
    const shown = [...now].map(([path, text]) => `--- ${path}\n${text}`).join('\n');
    assert.deepEqual(outline(report), outline(expected), shown);
    const asked = askedBy(report);
    for (const one of askedBy(expected)) assert.ok(asked.has(one), `${one} is not asked for:\n${shown}`);
    if (index % 4 === 0) assert.deepEqual(fixesOf(report), fixesOf(expected), shown);
  }
}

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let round = 0; round < 3; round++) {
    collect();
    await setImmediate();
  }
}

function outline({ findings }: Report): unknown {
  return findings.map(({ rule, severity, place, resource, trails, message, related }) => ({
    rule: rule.id,
    severity,
    place,
    resource,
    trails,
    message: render(message),
    related: related.map((each) => ({ place: each.place, message: render(each.message) })),
  }));
}

/** What it was made with, so that it is made again when that changes. */
function askedBy({ asked }: Report): ReadonlySet<string> {
  return new Set(Object.entries(asked).flatMap(([kind, names]) => [...names].map((name) => `${kind} ${name}`)));
}

function fixesOf({ findings }: Report): unknown {
  return findings.map(({ fixes }) =>
    fixes().map(({ title, copies, edits: write }) => [render(title), copies ? copies() : write()]),
  );
}

function together(texts: Texts, others: Texts): Texts {
  const both = new Map(texts);
  for (const [path, text] of others) {
    const own = texts.get(path);
    const isHcl = languageOf(path, undefined, text)?.startsWith('terraform') && !path.endsWith('.json');
    if (own === undefined) both.set(path, text);
    // Another name for all that is declared.
    else if (isHcl) both.set(path, `${own}\n${text.replace(/\b(main|logs|trail|cloudtrail|audit)\b/g, '$1_other')}`);
  }
  return both;
}

/** A line left out or doubled, a word for another, or a new line before all others. */
function edited(texts: Texts, random: (limit: number) => number): Texts {
  const paths = [...texts.keys()];
  const path = paths[random(paths.length)] ?? '';
  const text = texts.get(path) ?? '';
  const lines = text.split('\n');
  const at = random(lines.length);
  const line = lines[at] ?? '';
  const change = random(4);
  if (change === 0) lines.splice(at, 1);
  else if (change === 1) lines.splice(at, 0, line);
  else if (change === 2) lines.unshift(path.endsWith('.json') ? '' : '# another line');
  else {
    const words = text.match(/[\w-]+/g) ?? [''];
    const own = line.match(/[\w-]+/g) ?? [''];
    const [from, to] = [own[random(own.length)] ?? '', words[random(words.length)] ?? ''];
    lines[at] = line.replace(from, () => to);
  }
  return new Map(texts).set(path, lines.join('\n'));
}

/** Whole numbers below a limit, the same ones in every run. (Numerical Recipes' linear congruential generator.) */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
