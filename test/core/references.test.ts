import assert from 'node:assert/strict';
import { isTerraform } from '../../server/src/core/source';
import { makeModule } from '../../server/src/core/terraform/module';
import { reachedFrom } from '../../server/src/core/terraform/references';
import { syntax as loading } from '../syntax';
import { read } from './run';

/** Expressions, and what they refer to. */
const references: Readonly<Record<string, readonly string[]>> = {
  '[for k, v in a_b.c : d_e.f[k] if v == local.x]': ['a_b.c', 'd_e.f', 'local.x'],
  '{for v in data.a.b.ids : local.x => v.id...}': ['data.a.b', 'local.x'],
  '[for v in v.all : v.id]': ['v.all'],
  '[for v in var.list : [for w in v.x : "${w.y}-${v.z}-${local.x}"]]': ['local.x', 'var.list'],
  '"%{ if local.x }${a_b.c}%{ else }${d_e.f}%{ endif }"': ['a_b.c', 'd_e.f', 'local.x'],
  '"%{ for v in a_b.c }${v.id}${d_e.f}%{ endfor }"': ['a_b.c', 'd_e.f'],
};

describe('references', () => {
  for (const [source, expected] of Object.entries(references)) {
    it(`are found in ${source}`, async () => {
      const syntax = await loading;
      const file = read('main.tf', 'resource "d_e" "f" {\n  x = [for v in var.y : g_h.i]\n}\n', syntax);
      assert.ok(isTerraform(file));
      const reached = reachedFrom(makeModule('', [file], []), [syntax.readExpression(source, 0)]);
      const further = expected.includes('d_e.f') ? ['g_h.i', 'var.y'] : [];
      assert.deepEqual([...reached].sort(), [...expected, ...further].sort());
    });
  }
});
