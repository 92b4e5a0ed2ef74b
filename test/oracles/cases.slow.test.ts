import assert from 'node:assert/strict';
import { type Case, readCases } from './cases';
import { skip } from './skipping';

describe('the cases that the oracles judge', () => {
  let cases: readonly Case[];
  before(async () => {
    cases = await readCases();
  });

  it('are many, in each language', () => {
    const count = (dialect: Case['dialect']) =>
      cases.filter((one) => one.dialect === dialect).flatMap(({ fixes }) => fixes).length;
    assert.ok(count('terraform') > 80, `${count('terraform')} fixes of Terraform`);
    assert.ok(count('template') > 30, `${count('template')} fixes of templates`);
    console.log(`      ${count('terraform')} fixes of Terraform, ${count('template')} of templates`);
  });

  it('have names of their own', () => {
    const names = cases.flatMap(({ fixes }) => fixes.map(({ name }) => name));
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it('hold a fix for each example', () => {
    const examples = cases.filter(({ origin }) => origin === 'example');
    assert.ok(examples.length > 1, `${examples.length} examples`);
    assert.deepEqual(
      examples.filter(({ fixes }) => fixes.length === 0).map(({ name }) => name),
      [],
    );
  });

  it('hold real files that nobody wrote for Trailseal', function () {
    const corpus = cases.filter(({ origin }) => origin === 'corpus');
    if (corpus.length === 0)
      skip(this, 'no corpus of real files (set TRAILSEAL_CORPUS to one), so fixes are judged on specs and examples');
    assert.ok(corpus.flatMap(({ fixes }) => fixes).length > 0, 'there is something to fix in the corpus');
  });
});
