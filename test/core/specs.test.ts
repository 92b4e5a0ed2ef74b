import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseHcl } from '@cdktf/hcl2json';
import { parseDocument } from 'yaml';
import type { OfferedFix, Report, ReportedFinding } from '../../server/src/core/analyze';
import { isOpen } from '../../server/src/core/fix-all';
import { render } from '../../server/src/core/model/message';
import { rereadWith } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { annotate } from './annotate';
import { apply, everyRule, readAll, run, runSecure, settingsFor, type Texts } from './run';
import { parseSpecs, renderSpecs, type Spec, type SpecFile, type SpecFix } from './spec-file';

const folder = join(__dirname, '../specs');

describe('specs', () => {
  let syntax: Syntax;
  before(async () => {
    syntax = await loading;
  });

  for (const name of readdirSync(folder).sort()) {
    const markdown = readFileSync(join(folder, name), 'utf8');
    const document = parseSpecs(markdown);
    describe(name, () => {
      for (const spec of document.specs) {
        describe(spec.title, () => {
          it('finds what it says', () => assert.equal(renderOne(judge(spec)), renderOne(spec)));
          it('finds the same with CRLF', () => holdsWithCrlf(spec));
          it('has fixes that hold', () => fixesHold(spec));
          it('is secured as far as it can be', () => isSecured(spec));
        });
      }
      after(() => {
        if (process.env['UPDATE'])
          writeFileSync(join(folder, name), renderSpecs({ ...document, specs: document.specs.map(judge) }));
      });
    });
  }

  /** The spec as it would have to be for what is found now. */
  function judge(spec: Spec): Spec {
    const texts = textsOf(spec.files);
    const report = run(texts, syntax, settingsFor(spec.rules));
    return {
      ...spec,
      files: spec.files.map((file) => ({ ...file, annotated: annotate(file.name, file.text, report.findings) })),
      fixes: spec.fixes.map((fix) => ({ ...fix, files: applied(fix, spec, texts, report) })),
    };
  }

  function applied(wanted: SpecFix, spec: Spec, texts: Texts, report: Report): readonly SpecFile[] {
    const offered = offeredIn(report);
    const found = offered.find(({ title }) => title === wanted.title);
    assert.ok(found, `no fix is titled "${wanted.title}"; there are:\n${offered.map(({ title }) => title).join('\n')}`);
    const after = apply(found.fix, texts);
    return spec.files
      .filter(({ name }) => after.get(name) !== texts.get(name))
      .map((file) => ({ ...file, text: after.get(file.name) ?? '', annotated: after.get(file.name) ?? '' }));
  }

  function holdsWithCrlf(spec: Spec): void {
    const [lf, crlf] = [textsOf(spec.files), textsOf(spec.files, toCrlf)];
    const chosen = settingsFor(spec.rules);
    const [inLf, inCrlf] = [run(lf, syntax, chosen), run(crlf, syntax, chosen)];
    assert.deepEqual(
      inCrlf.findings.map((finding) => summary(finding, crlf)),
      inLf.findings.map((finding) => summary(finding, lf)),
    );
    const fixesOfLf = offeredIn(inLf);
    for (const [index, { title, fix }] of offeredIn(inCrlf).entries()) {
      assert.equal(title, fixesOfLf[index]?.title);
      const expected = fixesOfLf[index] ? apply(fixesOfLf[index].fix, lf) : lf;
      for (const [name, text] of apply(fix, crlf))
        assert.equal(text, toCrlf(expected.get(name) ?? ''), `${name} after "${title}"`);
    }
  }

  async function fixesHold(spec: Spec): Promise<void> {
    const texts = textsOf(spec.files);
    const report = run(texts, syntax, settingsFor(spec.rules));
    for (const finding of report.findings) {
      const titles = finding.fixes().map(({ title }) => render(title));
      assert.equal(new Set(titles).size, titles.length, 'titles are unique');
      assert.ok(finding.fixes().filter(({ preferred }) => preferred).length <= 1, 'one fix at most is preferred');
      // A trail that is mended where it is written, or where its module is called, may be mended in the other place.
      const mayBeMended = mendedWith(finding, report.findings);
      for (const fix of finding.fixes()) {
        assert.equal(
          fix.mistake?.(rereadWith(syntax)),
          undefined,
          `what "${render(fix.title)}" leaves is what is meant`,
        );
        const after = apply(fix, texts);
        if (fix.copies) {
          assert.deepEqual(after, texts, 'what goes to the clipboard changes nothing');
          assert.doesNotThrow(() => JSON.parse(fix.copies?.() ?? ''), 'what goes to the clipboard is JSON');
          continue;
        }
        const remaining = run(after, syntax, settingsFor(spec.rules)).findings.map(identity);
        const isExpected = (other: ReportedFinding) =>
          other !== finding && (!mayBeMended.has(other) || remaining.includes(identity(other)));
        const expected = report.findings.filter(isExpected).map(identity);
        assert.deepEqual(remaining, expected, `what is found after "${render(fix.title)}"`);
        for (const [name, text] of after) {
          if (await parses(name, texts.get(name) ?? ''))
            assert.ok(await parses(name, text), `${name} after "${render(fix.title)}":\n${text}`);
        }
      }
    }
  }

  /** With every rule on, whichever the spec is about. */
  async function isSecured(spec: Spec): Promise<void> {
    const texts = textsOf(spec.files);
    const { findings } = run(texts, syntax, everyRule);
    const known = new Set(findings.map(identity));
    const open = readAll(texts, syntax).sources.filter(isOpen);
    for (const trail of new Set(findings.flatMap(({ trails }) => trails))) {
      const after = await runSecure(trail, texts, syntax, everyRule);
      const left = run(after, syntax, everyRule).findings;
      const mendable = left.filter(
        (finding) => finding.trails.includes(trail) && finding.fixes().some((fix) => fix.preferred),
      );
      for (const { path, text } of open) assert.equal(after.get(path), text, `${path}, where something is open`);
      if (open.length === 0) assert.deepEqual(mendable.map(identity), [], `what is left of ${trail} that has a fix`);
      const fresh = left.filter((finding) => !known.has(identity(finding)));
      assert.deepEqual(fresh.map(identity), [], `what is new after ${trail} was secured`);
      for (const [name, text] of after) {
        if (await parses(name, texts.get(name) ?? ''))
          assert.ok(await parses(name, text), `${name} after ${trail} was secured:\n${text}`);
      }
      assert.deepEqual(await runSecure(trail, after, syntax, everyRule), after, 'a second time changes nothing');
    }
  }
});

function renderOne(spec: Spec): string {
  return renderSpecs({ preamble: [], specs: [spec] });
}

function textsOf(files: readonly SpecFile[], change: (text: string) => string = (text) => text): Texts {
  return new Map(files.map(({ name, text }) => [name, change(text)]));
}

function toCrlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

/** The fixes by title; where there are several findings, the resource stands before it. */
function offeredIn({ findings }: Report): readonly { readonly title: string; readonly fix: OfferedFix }[] {
  return findings.flatMap((finding) =>
    finding.fixes().map((fix) => ({
      title: findings.length === 1 ? render(fix.title) : `${finding.resource}: ${render(fix.title)}`,
      fix,
    })),
  );
}

/** The findings that may go with one: those of the same trail, of the others that the same call makes or that something else decides with it, and so on. */
function mendedWith(finding: ReportedFinding, all: readonly ReportedFinding[]): ReadonlySet<ReportedFinding> {
  // A set grows while it is gone through.
  const mended = new Set([finding]);
  for (const one of mended)
    for (const other of all)
      if (isOfSameTrail(one, other) || isOfSameCall(one, other) || haveSameCause(one, other)) mended.add(other);
  return mended;
}

function isOfSameTrail(one: ReportedFinding, other: ReportedFinding): boolean {
  const calls = /^(module\.[^.]+\.)+/;
  return one.resource.replace(calls, '') === other.resource.replace(calls, '');
}

function isOfSameCall(one: ReportedFinding, other: ReportedFinding): boolean {
  const call = /^module\.[^.]+\./.exec(one.resource)?.[0];
  return call !== undefined && other.resource.startsWith(call);
}

/** Whether both are at the same place, or one has led to both, such as the default of a variable. */
function haveSameCause(one: ReportedFinding, other: ReportedFinding): boolean {
  const places = [one, ...one.related].map(({ place }) => place);
  return [other, ...other.related].some(({ place }) =>
    places.some(({ path, span }) => path === place.path && span.start === place.span.start),
  );
}

function identity({ rule, resource }: ReportedFinding): string {
  return `${rule.id} ${resource}`;
}

function summary(finding: ReportedFinding, texts: Texts): readonly string[] {
  const shown = ({ path, span }: ReportedFinding['place']) =>
    (texts.get(path) ?? '').slice(span.start, span.end).replaceAll('\r', '');
  return [
    identity(finding),
    render(finding.message),
    shown(finding.place),
    ...finding.related.map(({ place }) => shown(place)),
  ];
}

/** Whether the parser that there is for files of this name accepts the text. */
async function parses(name: string, text: string): Promise<boolean> {
  if (/\.ya?ml$/.test(name)) return parseDocument(text, { version: '1.1', logLevel: 'silent' }).errors.length === 0;
  try {
    if (/\.json$/.test(name)) JSON.parse(text);
    else await parseHcl(name, text);
    return true;
  } catch {
    return false;
  }
}
