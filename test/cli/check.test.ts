import { deepEqual, equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../server/src/core/rules/index';
import { header, setVariable, template, trail, trailWithVariable } from '../lsp/texts';
import { paths, scratch } from './run';

describe('trailseal', function () {
  this.timeout(30_000);
  const { folder, write, run, check } = scratch();

  describe('check', () => {
    it('prints findings as text', async () => {
      write({ 'main.tf': `\n  ${trail}`, 'other.tf': '' });
      const { code, out, error } = await check();
      equal(code, 1);
      equal(error, '');
      match(out, /^main\.tf:2:3 warning .* trail-without-kms-key\n/);
      match(out, /\n1 finding in 2 files\.\n$/);
    });

    it('prints nothing but a sum where nothing is found', async () => {
      write({ 'main.tf': trailWithVariable, 'variables.tf': setVariable });
      deepEqual(await check('.'), { code: 0, out: 'No findings in 2 files.\n', error: '' });
    });

    it('prints findings as JSON', async () => {
      write({ 'main.tf': trail });
      const { code, out } = await check('--format', 'json');
      equal(code, 1);
      const { findings, files } = JSON.parse(out);
      equal(files, 1);
      const [{ message, ...rest }] = findings;
      equal(typeof message, 'string');
      deepEqual(rest, {
        rule: 'trail-without-kms-key',
        severity: 'warning',
        path: 'main.tf',
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: header.length + 1,
        resource: 'aws_cloudtrail.main',
      });
    });

    it('judges a file with its folder, and prints what is in the file', async () => {
      write({
        'a/main.tf': trailWithVariable,
        'a/other.tf': trail.replace('"main"', '"other"'),
        'a/variables.tf': 'variable "key" {\n  default = null\n}\n',
      });
      const { out } = await check('a/main.tf', '--format=json');
      deepEqual(paths(out), ['a/main.tf']);
      equal(JSON.parse(out).files, 1);
    });

    it('walks folders, but not those that are nobody’s own', async () => {
      const names = [
        'b/x.tf',
        'a/deep/x.tofu',
        'x.tf',
        '.terraform/x.tf',
        'node_modules/x.tf',
        '.git/x.tf',
        'a/.#x.tf',
        'a/x.txt',
      ];
      write(Object.fromEntries(names.map((name) => [name, trail])));
      const { out } = await check('--format', 'json');
      deepEqual(paths(out), ['x.tf', 'a/deep/x.tofu', 'b/x.tf']);
    });

    it('names files the way the path was given, and each once', async () => {
      write({ 'a/x.tf': trail });
      deepEqual(paths((await check('./a', 'a/', 'a/x.tf', '--format', 'json')).out), ['a/x.tf']);
      deepEqual(paths((await check(join(folder(), 'a'), '--format', 'json')).out), [join(folder(), 'a/x.tf')]);
    });

    it('does not run in circles', async () => {
      write({ 'a/x.tf': trail });
      symlinkSync(folder(), join(folder(), 'a/again'));
      deepEqual(paths((await check('--format', 'json')).out), ['a/x.tf']);
    });

    it('says what it could not read, and goes on', async () => {
      write({ 'a.tf': trail, 'b.tf': new Uint8Array([0x23, 0xff, 0xfe]) });
      symlinkSync(join(folder(), 'nowhere'), join(folder(), 'c.tf'));
      const { code, out, error } = await check('.', 'missing', '--format', 'json');
      equal(code, 2);
      deepEqual(paths(out), ['a.tf']);
      deepEqual(error.trimEnd().split('\n'), [
        'trailseal: missing does not exist.',
        'trailseal: b.tf cannot be read: it is not UTF-8.',
        'trailseal: c.tf cannot be read (ENOENT).',
      ]);
    });

    it('says which file it does not know', async () => {
      write({ 'a.txt': template });
      const known =
        'a Terraform file (.tf, .tofu, .tf.json, .tofu.json) or a template (.yaml, .yml, .json, .template, .cform, .cfn)';
      const { code, error } = await check('a.txt');
      deepEqual([code, error], [2, `trailseal: a.txt is not ${known}.\n`]);
    });

    it('says which folder may not be read', async function () {
      if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
      write({ 'a/x.tf': trail });
      chmodSync(join(folder(), 'a'), 0);
      const { code, error } = await check();
      chmodSync(join(folder(), 'a'), 0o755);
      deepEqual([code, error], [2, 'trailseal: a/ cannot be read (EACCES).\n']);
    });

    it('limits itself to the rules that are asked for', async () => {
      write({ 'main.tf': trail });
      equal((await run('check', '--rule', 'trail-without-kms-key')).code, 1);
      equal((await run('check', '--all-rules')).code, 1);
    });

    it('turns on what is off by default where that is asked for', async () => {
      write({ 'main.tf': trail });
      const found = async (...args: string[]) => {
        const { out } = await run('check', '--format', 'json', ...args);
        const { findings }: { readonly findings: readonly { readonly rule: string; readonly severity: string }[] } =
          JSON.parse(out);
        return findings.map(({ rule, severity }) => `${rule} ${severity}`);
      };
      const own = [
        'trail-without-kms-key warning',
        'trail-without-log-validation warning',
        'trail-single-region warning',
      ];
      const off = 'trail-without-cloudwatch-logs warning';
      deepEqual(await found(), own);
      deepEqual(await found('--all-rules'), [...own, off]);
      deepEqual(await found('--rule', 'trail-without-cloudwatch-logs'), [off]);
      deepEqual(await found('--rule', 'trail-without-cloudwatch-logs', '--rule', 'trail-single-region'), [
        'trail-single-region warning',
        off,
      ]);
    });

    it('says below each finding what led to it, and no more', async () => {
      write({
        'main.tf': `${trail.replace('"logs"', 'aws_s3_bucket.logs.id').replace('}', '  is_multi_region_trail = var.all\n}')}
resource "aws_s3_bucket" "logs" {}
variable "all" { default = false }
`,
      });
      const { out } = await run('check');
      const places = out.split('\n').map((line) => (/^\S.* ([a-z-]+)$/.exec(line)?.[1] ?? line).trim());
      deepEqual(places, [
        'trail-without-kms-key',
        'trail-without-log-validation',
        'trail-single-region',
        'main.tf:8:18 the default of var.all',
        'trail-bucket-policy-blocks-cloudtrail',
        'main.tf:1:1 aws_cloudtrail.main uses it',
        'trail-bucket-without-kms',
        'main.tf:1:1 aws_cloudtrail.main uses it',
        '5 findings in 1 file.',
        '',
      ]);
    });

    it('fails for no hint', async () => {
      write({ 'main.tf': `# trailseal:ignore trail-single-region no more\n${setVariable}` });
      const { code, out, error } = await run('check');
      deepEqual([code, error], [0, '']);
      match(
        out,
        /^main\.tf:1:20 hint trailseal:ignore trail-single-region suppresses nothing here\. unused-suppression\n/,
      );
      match(out, /\nNo findings and 1 hint in 1 file\.\n$/);
      // Who asks for it by name does so to hear of it.
      equal((await run('check', '--rule', 'unused-suppression')).code, 1);
      // Who asks for one rule asks for nothing else.
      deepEqual(await check(), { code: 0, out: 'No findings in 1 file.\n', error: '' });
    });
  });

  for (const [args, sentence] of [
    [['chek'], 'there is no command "chek": did you mean check?'],
    [[], 'say what to do: check, fix or rules (trailseal --help tells more).'],
    [['check', '--fromat', 'json'], 'there is no option --fromat: did you mean --format?'],
    [['check', '--format', 'jsn'], 'there is no format "jsn": did you mean json?'],
    [['check', '--format'], '--format needs a value after it.'],
    [['check', '--all-rules=yes'], '--all-rules takes no value.'],
    [
      ['check', '--rule', 'trail-without-kms'],
      'there is no rule "trail-without-kms": did you mean trail-without-kms-key?',
    ],
    [['rules', 'x'], 'rules takes no arguments.'],
    [['fix', ''], "a path is empty: '.' is the folder that this runs in."],
  ] as const) {
    it(`answers "${args.join(' ')}" with a sentence`, async () => {
      deepEqual(await run(...args), { code: 2, out: '', error: `trailseal: ${sentence}\n` });
    });
  }

  it('lists the rules', async () => {
    const { code, out } = await run('rules');
    equal(code, 0);
    match(out, /^trail-without-kms-key\s+CloudTrail\.2\s+warning\s+\S/m);
    match(out, /^trail-bucket-public\s+CloudTrail\.6\s+off\s+\S/m);
    match(out, /^trail-key-alias\s+-\s+warning\s+\S/m);
    deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
      [...rules.map(({ id }) => id), 'unused-suppression'],
    );
  });

  it('helps', async () => {
    const { code, out } = await run('--help');
    equal(code, 0);
    match(out, /trailseal check \[PATH\.\.\.\]/);
    match(out, /trailseal fix \[PATH\.\.\.\]/);
    match((await run('--version')).out, /^\d+\.\d+\.\d+\n$/);
  });

  it('writes all of a large output to a slow pipe, and ends with its exit code', () => {
    const many = Array.from({ length: 3000 }, (_, i) => trail.replace('"main"', `"trail_${i}"`)).join('\n');
    write({ 'main.tf': many });
    const program = join(__dirname, '../../server/src/main/cli.ts');
    const args = ['--import=tsx', program, 'check', '--rule', 'trail-without-kms-key', '--format', 'json', folder()];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    equal(status, 1);
    equal(JSON.parse(stdout).findings.length, 3000);
  });
});
