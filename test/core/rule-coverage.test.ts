import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../server/src/core/rules/index';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { run, settingsFor } from './run';
import { parseSpecs, type Spec } from './spec-file';

const root = join(__dirname, '../..');
const syntaxes = ['HCL', 'Terraform JSON', 'YAML', 'JSON'] as const;

/** What the specs show of a rule in one syntax. */
interface Shown {
  reported: number;
  silent: number;
  mended: number;
}

describe('every rule', () => {
  let shown: ReadonlyMap<string, Shown>;

  before(async () => {
    shown = count(await loading);
  });

  for (const { id, control, severity } of rules) {
    describe(id, () => {
      it('has a page that says what it reports, why, what the fixes do and when to leave it', () => {
        const page = readFileSync(join(root, 'server/src/core/rules', `${id}.md`), 'utf8');
        for (const heading of ['What it reports', 'Why it matters', 'Example', 'What the fixes do', 'When to leave it'])
          assert.match(page, new RegExp(`^## ${heading}$`, 'm'));
        if (control !== '') assert.ok(page.includes(control), `the page names ${control}`);
      });

      it('has its severity in the settings', () => {
        const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
        const { properties } = manifest.contributes.configuration.flatMap(
          (group: { properties: Record<string, unknown> }) => group.properties['trailseal.rules'] ?? [],
        )[0];
        assert.equal(properties[id]?.default, severity);
      });

      for (const syntax of syntaxes) {
        it(`has specs in which it reports, and in which it is silent, in ${syntax}`, () => {
          const { reported, silent } = shown.get(`${id} ${syntax}`) ?? assert.fail('no spec is about it');
          assert.ok(reported > 0, 'it reports in none');
          assert.ok(silent > 0, 'it is silent in none');
        });

        it(`has a fix in ${syntax}`, () => {
          assert.ok((shown.get(`${id} ${syntax}`)?.mended ?? 0) > 0, 'no finding of a spec has a fix');
        });
      }
    });
  }
});

/** By rule and syntax. Only specs that name a rule are about it. */
function count(syntax: Syntax): ReadonlyMap<string, Shown> {
  const counts = new Map<string, Shown>();
  for (const spec of readSpecs()) {
    const { findings } = run(
      new Map(spec.files.map(({ name, text }) => [name, text])),
      syntax,
      settingsFor(spec.rules),
    );
    for (const rule of spec.rules ?? []) {
      for (const one of new Set(spec.files.flatMap(({ name }) => syntaxOf(name) ?? []))) {
        const known = counts.get(`${rule} ${one}`) ?? { reported: 0, silent: 0, mended: 0 };
        const own = findings.filter((finding) => finding.rule.id === rule && syntaxOf(finding.place.path) === one);
        if (own.length > 0) known.reported++;
        else known.silent++;
        known.mended += own.filter((finding) => finding.fixes().length > 0).length;
        counts.set(`${rule} ${one}`, known);
      }
    }
  }
  return counts;
}

function readSpecs(): readonly Spec[] {
  const folder = join(root, 'test/specs');
  assert.ok(existsSync(folder));
  return readdirSync(folder).flatMap((name) => parseSpecs(readFileSync(join(folder, name), 'utf8')).specs);
}

function syntaxOf(name: string): (typeof syntaxes)[number] | undefined {
  if (/\.(tf|tofu)$/.test(name)) return 'HCL';
  if (/\.(tf|tofu)\.json$/.test(name)) return 'Terraform JSON';
  if (/\.ya?ml$/.test(name)) return 'YAML';
  return /\.(json|template)$/.test(name) ? 'JSON' : undefined;
}
