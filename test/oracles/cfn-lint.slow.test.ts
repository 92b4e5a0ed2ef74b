import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Texts } from '../core/run';
import { type Case, isOfSample, readCases } from './cases';
import { type Complaint, hasCfnLint, lint } from './cfn-lint';
import { added, assertNone } from './complaints';
import { judgeEach, leaveOut } from './report';
import { makeScratch, writeTexts } from './scratch';
import { skip } from './skipping';

describe('cfn-lint', function () {
  this.timeout(600_000);

  let cases: readonly Case[];
  let complaintsAbout: (texts: Texts) => readonly Complaint[];

  before(async function () {
    if (!hasCfnLint()) skip(this, 'no cfn-lint on this machine, so nothing judges the templates that fixes leave');
    const all = (await readCases()).filter(({ dialect }) => dialect === 'template');
    cases = all.map((one) => ({ ...one, fixes: one.fixes.filter(isOfSample) }));
    const others = all.flatMap(({ fixes }) => fixes.filter((fixed) => !isOfSample(fixed)));
    leaveOut('cfn-lint', others, 'it only silences the finding, and is not of the sample');
    complaintsAbout = lintAll(cases.flatMap(({ texts, fixes }) => [texts, ...fixes.map((fixed) => fixed.texts)]));
  });

  it('has no error to tell of a fixed template that it had not before', () => {
    const fixes = cases.flatMap((one) => one.fixes);
    assert.ok(fixes.length > 30, `${fixes.length} fixed templates`);
    judgeEach('cfn-lint', fixes, ({ unit, texts }) => added(errors(unit.texts), errors(texts)));
  });

  it('has nothing to say of the examples, before and after each fix', () => {
    const examples = cases.filter(({ origin }) => origin === 'example');
    assert.ok(examples.length > 0, 'there are templates among the examples');
    for (const { name, fixes } of examples) assert.ok(fixes.length > 0, `${name} has something to fix`);
    const named = examples.flatMap(({ name, texts, fixes }) => [{ name, texts }, ...fixes]);
    assertNone(new Map(named.map(({ name, texts }) => [name, complaintsAbout(texts).map(({ said }) => said)])));
  });

  function errors(texts: Texts): readonly string[] {
    return complaintsAbout(texts)
      .filter(({ level, said }) => level === 'Error' && !isOwnFault(said))
      .map(({ said }) => said);
  }
});

/** A logical id such as `On` is a boolean to cfn-lint, and it falls over every reference to it. */
function isOwnFault(said: string): boolean {
  return /\bexception\b.*'bool' object/i.test(said);
}

/** Each template in a folder of its own, so that it keeps its name: cfn-lint reads the extension. */
function lintAll(templates: readonly Texts[]): (texts: Texts) => readonly Complaint[] {
  const folder = makeScratch();
  try {
    const files = templates.map((texts, index) => {
      writeTexts(join(folder, String(index)), texts);
      return [...texts.keys()].map((name) => join(String(index), name));
    });
    const complaints = lint(folder, files.flat());
    const found = new Map(
      templates.map((texts, index) => [texts, (files[index] ?? []).flatMap((file) => complaints.get(file) ?? [])]),
    );
    return (texts) => found.get(texts) ?? assert.fail('a template that was not linted');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
