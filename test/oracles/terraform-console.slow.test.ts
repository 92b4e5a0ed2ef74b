import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { type Row, readRows } from '../core/expressions';
import { makeScratch, writeTexts } from './scratch';
import { skip } from './skipping';
import { hasTerraform, terraform } from './terraform';

describe('terraform console', function () {
  this.timeout(120_000);

  let folder: string;

  before(function () {
    if (!hasTerraform()) skip(this, 'no terraform on this machine, so nothing judges what expressions come to');
    folder = makeScratch();
  });

  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  it('gives the same answer for each expression whose value we know', () => {
    const rows = readRows().filter(({ type, result }) => type === undefined && result !== 'unknown');
    const expressions = rows.map(({ expression }) => `try(jsonencode(${expression}), "error")`);
    compare(rows, ask(join(folder, 'expressions'), '', expressions));
    assert.ok(rows.length > 600, `${rows.length} rows`);
    console.log(`      ${rows.length} expressions compared`);
  });

  it('converts values to the types of variables in the same way', () => {
    const rows = readRows().filter(({ type, result }) => type !== undefined && result !== 'unknown');
    const refused = refusedDefaults(join(folder, 'refused'), rows);
    const accepted = rows.filter((row) => !refused.has(row));
    const expressions = accepted.map((_, index) => `jsonencode(var.v${index})`);
    const answers = ask(join(folder, 'accepted'), declare(accepted), expressions);
    compare([...accepted, ...refused], [...answers, ...Array.from(refused, () => 'error')]);
    assert.ok(accepted.length > 50 && refused.size > 10, `${accepted.length} accepted, ${refused.size} refused`);
    console.log(`      ${rows.length} conversions compared`);
  });
});

/** What Terraform answers to each expression. All stand in one module: of what comes by its input, the console answers the last only. */
function ask(folder: string, declarations: string, expressions: readonly string[]): readonly string[] {
  const rows = expressions.map((expression) => `    ${expression},\n`).join('');
  writeTexts(folder, new Map([['main.tf', `${declarations}locals {\n  rows = [\n${rows}  ]\n}\n`]]));
  const { stdout, stderr } = spawnSync('terraform', ['console'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // In Base64, which the console prints as it is.
    input: 'base64encode(jsonencode(local.rows))\n',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_CLI_CONFIG_FILE: devNull },
  });
  assert.match(stdout, /^"[A-Za-z0-9+/=]*"\n$/, `terraform console said:\n${stdout.slice(0, 1000)}\n${stderr}`);
  return JSON.parse(Buffer.from(stdout, 'base64').toString());
}

function compare(rows: readonly Row[], answers: readonly string[]): void {
  assert.equal(answers.length, rows.length);
  const wrong = rows
    .map((row, index) => ({ ...row, answer: normalize(answers[index] ?? '') }))
    .filter(({ result, answer }) => answer !== normalize(result))
    .map(({ type, expression, result, answer }) => `${type ? `${type}: ` : ''}${expression}: ${answer}, not ${result}`);
  assert.deepEqual(wrong, []);
}

function normalize(result: string): string {
  return result === 'error' ? result : JSON.stringify(JSON.parse(result));
}

/** A variable of four lines for each row, named by its number. */
function declare(rows: readonly Row[]): string {
  return rows
    .map(({ type, expression }, index) => `variable "v${index}" {\n  type = ${type}\n  default = ${expression}\n}\n`)
    .join('');
}

/** The rows whose values Terraform does not convert to their types. */
function refusedDefaults(folder: string, rows: readonly Row[]): ReadonlySet<Row> {
  writeTexts(folder, new Map([['main.tf', declare(rows)]]));
  const { stdout } = terraform(folder, 'validate', '-json');
  const { diagnostics }: { diagnostics: readonly { summary: string; range: { start: { line: number } } }[] } =
    JSON.parse(stdout);
  for (const { summary } of diagnostics) assert.equal(summary, 'Invalid default value for variable');
  const refused = diagnostics.map(({ range }) => rows[Math.floor((range.start.line - 1) / 4)]);
  return new Set(refused.filter((row) => row !== undefined));
}
