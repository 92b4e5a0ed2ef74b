import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, linkSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import promises from 'node:fs/promises';
import { join } from 'node:path';
import { applyPatch, parsePatch } from 'diff';
import type { Change } from '../../server/src/core/model/change';
import type { Fix } from '../../server/src/core/model/finding';
import type { Rule } from '../../server/src/core/model/rule';
import { rules } from '../../server/src/core/rules/index';
import { jsonTemplate, template, trail } from '../lsp/texts';
import { scratch, skipOnWindows } from './run';

const fixed = `resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = "logs"

  enable_log_file_validation = true
}
`;
const examples = join(__dirname, '../../examples');
const mark = '\uFEFF';

describe('trailseal fix', function () {
  this.timeout(30_000);
  const { folder, write, run } = scratch();
  const at = (path: string) => join(folder(), path);
  const text = (path: string) => readFileSync(at(path), 'utf8');
  const fix = (...args: string[]) => run('fix', ...args);
  const fixOne = (...args: string[]) => fix('--rule', 'trail-without-log-validation', ...args);

  describe('does', () => {
    it('what nobody has to be asked about, and says what it leaves', async () => {
      write({ 'main.tf': trail });
      const { code, out, error } = await fix();
      deepEqual([code, error, text('main.tf')], [1, '', fixed]);
      deepEqual(out.split('\n'), [
        'main.tf:1 fixed aws_cloudtrail.main: Set enable_log_file_validation to true trail-without-log-validation',
        'main.tf:1:1 warning aws_cloudtrail.main is not encrypted with a KMS key: whoever can read its bucket can read its log files. trail-without-kms-key',
        '    --unsafe: Encrypt with a new KMS key (about 1 USD a month)',
        'main.tf:1:1 warning aws_cloudtrail.main logs one Region only: what happens in all others leaves no trace in it. trail-single-region',
        '    --unsafe: Set is_multi_region_trail to true',
        '1 fix in 1 file. 2 findings are left; --unsafe has a fix for all.',
        '',
      ]);
    });

    it('with --unsafe what takes a decision as well, until nothing is left; and then nothing more', async () => {
      cpSync(examples, at('examples'), { recursive: true });
      const before = filesIn(at('examples'));
      const first = await fix('--unsafe', '--all-rules');
      const left = (await run('check', '--all-rules')).out;
      deepEqual([first.code, first.error], [0, ''], `${first.out}${left}`);
      match(first.out, /\d+ fixes in 7 files\. No findings are left\.\n$/);
      match(left, /^No findings in \d+ files\.\n$/);
      const after = filesIn(at('examples'));
      deepEqual([...after.keys()], [...before.keys()], 'no file comes or goes');
      const second = await fix('--unsafe', '--all-rules');
      deepEqual([second.code, second.out], [0, 'Nothing was fixed in 10 files. No findings are left.\n']);
      deepEqual(filesIn(at('examples')), after);
    });

    it('what is asked for by name, and nothing else', async () => {
      write({ 'main.tf': trail });
      const { code, out } = await fix(
        '--unsafe',
        '--rule',
        'trail-single-region',
        '--rule',
        'trail-without-log-validation',
      );
      equal(code, 0, out);
      match(text('main.tf'), /is_multi_region_trail\s+= true/);
      match(text('main.tf'), /enable_log_file_validation\s+= true/);
      ok(!text('main.tf').includes('kms'));
      match(out, /\n2 fixes in 1 file\. No findings are left\.\n$/);
    });

    it('away with a suppression that suppresses nothing', async () => {
      const used = trail.replace(/^/, '# trailseal:ignore trail-single-region one is enough\n');
      const unused = `# trailseal:ignore trail-key-alias no more\n${used}`;
      write({ 'main.tf': unused });
      const checked = await run('check', '--rule', 'unused-suppression');
      deepEqual([checked.code, checked.error], [1, '']);
      match(
        checked.out,
        /^main\.tf:1:20 warning trailseal:ignore trail-key-alias suppresses nothing here\. unused-suppression\n1 finding in 1 file\.\n$/,
      );
      deepEqual([(await fix('--unsafe', '--rule', 'unused-suppression')).code, text('main.tf')], [0, used]);
    });

    it('the same in JSON and YAML', async () => {
      write({
        'a.json': jsonTemplate,
        'b.yaml': template,
        'c/main.tf.json':
          '{\n  "resource": {"aws_cloudtrail": {"main": {"name": "main", "s3_bucket_name": "logs"}}}\n}\n',
      });
      equal((await fixOne()).code, 0);
      equal(JSON.parse(text('a.json')).Resources.Trail.Properties.EnableLogFileValidation, true);
      equal(text('b.yaml'), `${template}      EnableLogFileValidation: true\n`);
      equal(JSON.parse(text('c/main.tf.json')).resource.aws_cloudtrail.main.enable_log_file_validation, true);
    });

    it('in several files of a module what belongs together, and says so', async () => {
      const root =
        '{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" }';
      write({
        'main.tf': trail,
        'keys.tf': `resource "aws_kms_key" "trail" {\n  enable_key_rotation = true\n  policy = jsonencode({ Version = "2012-10-17", Statement = [${root}] })\n}\n`,
      });
      const { code, out } = await fix('--unsafe', '--rule', 'trail-without-kms-key');
      equal(code, 0, out);
      match(out, /^main\.tf:1 fixed .* \(also in keys\.tf\) trail-without-kms-key\n1 fix in 2 files\./);
      match(text('keys.tf'), /cloudtrail\.amazonaws\.com/);
      match(text('main.tf'), /kms_key_id\s+= aws_kms_key\.trail\.arn/);
    });

    it('at the calls what modules are to be given, once', async () => {
      write({
        'main.tf': 'module "a" {\n  source = "./trail"\n}\n',
        'trail/main.tf': `variable "validate" {\n  default = false\n}\n${trail.replace('\n}', '\n  enable_log_file_validation = var.validate\n}')}`,
      });
      const { code, out } = await fixOne();
      equal(code, 0, out);
      equal((await run('check', '--rule', 'trail-without-log-validation')).code, 0);
      equal((await fixOne()).out, 'Nothing was fixed in 2 files. No findings are left.\n');
    });

    it('and keeps a suppression at a key that a trail is given', async () => {
      const key = `resource "aws_kms_key" "trail" {
  enable_key_rotation = false # trailseal:ignore trail-key-without-rotation by hand
}
`;
      write({ 'main.tf': `${trail}${key}` });
      const { out } = await fix('--unsafe');
      match(out, /Encrypt with aws_kms_key\.trail and let CloudTrail use it/);
      match(text('main.tf'), /rotation = false # trailseal:ignore trail-key-without-rotation by hand\n/);
      match((await fix('--unsafe')).out, /^Nothing was fixed in 1 file/);
    });
  });

  describe('writes', () => {
    it('with the line endings and the mark that are there', async () => {
      const windows = (unix: string) => mark + unix.replaceAll('\n', '\r\n');
      write({ 'main.tf': windows(trail), 'b/main.tf': trail.trimEnd() });
      await fixOne();
      equal(text('main.tf'), windows(fixed));
      equal(text('b/main.tf'), fixed.trimEnd());
    });

    it('with the mode that is there, beside nothing', async function () {
      skipOnWindows(this);
      write({ 'main.tf': trail });
      chmodSync(at('main.tf'), 0o640);
      await fixOne();
      equal(text('main.tf'), fixed);
      equal(statSync(at('main.tf')).mode & 0o777, 0o640);
      deepEqual(readdirSync(folder()), ['main.tf']);
    });

    it('where links lead to, and leaves the links', async function () {
      skipOnWindows(this);
      write({ 'shared/trail.tf.in': trail, 'a/.keep': '', 'b/.keep': '' });
      symlinkSync('../shared/trail.tf.in', at('a/main.tf'));
      symlinkSync('../shared/trail.tf.in', at('b/main.tf'));
      const { code, out } = await fixOne('a', 'b', 'shared');
      equal(code, 0, out);
      ok(lstatSync(at('a/main.tf')).isSymbolicLink());
      equal(text('shared/trail.tf.in'), fixed);
    });

    it('not where links lead to that was not asked for, unless the link itself was', async function () {
      skipOnWindows(this);
      write({ 'shared/trail.tf.in': trail, 'a/.keep': '', 'b/main.tf': trail });
      symlinkSync('../shared/trail.tf.in', at('a/main.tf'));
      symlinkSync('b', at('c'));
      const { code, out } = await fixOne('a', 'c');
      equal(code, 1);
      match(out, /withheld: .* a\/main\.tf leads to shared\/trail\.tf\.in, which was not asked for\./);
      deepEqual([text('shared/trail.tf.in'), text('b/main.tf')], [trail, fixed]);
      equal((await fixOne('a/main.tf')).code, 0);
      equal(text('shared/trail.tf.in'), fixed);
      ok(lstatSync(at('a/main.tf')).isSymbolicLink());
    });

    it('not what has other names, from which it would be parted', async () => {
      write({ 'a/main.tf': trail, 'b/main.tf': trail });
      linkSync(at('a/main.tf'), at('a/same'));
      const { code, out, error } = await fixOne();
      equal(code, 2);
      const sentence = 'a/main.tf has other names as well (hard links), which would be parted from it.';
      equal(error, `trailseal: ${sentence}\n`);
      ok(out.includes(`withheld: Set enable_log_file_validation to true. ${sentence}\n`), out);
      deepEqual([text('a/main.tf'), text('a/same'), text('b/main.tf')], [trail, trail, fixed]);
    });

    it('not what is read-only, and goes on', async function () {
      skipOnWindows(this);
      write({ 'a/main.tf': trail, 'b/main.tf': trail, 'c/main.tf': trail });
      chmodSync(at('a/main.tf'), 0o444);
      chmodSync(at('b'), 0o555);
      const { code, out, error } = await fixOne();
      chmodSync(at('b'), 0o755);
      equal(code, 2);
      deepEqual(error, 'trailseal: a/main.tf is read-only.\ntrailseal: b/main.tf is in a read-only folder.\n');
      match(out, /^ {4}withheld: Set enable_log_file_validation to true\. a\/main\.tf is read-only\.$/m);
      deepEqual([text('a/main.tf'), text('b/main.tf'), text('c/main.tf')], [trail, trail, fixed]);
    });

    it('not what is no UTF-8, nor what there may be twice because of it', async () => {
      const other = new Uint8Array([...Buffer.from('resource "aws_kms_key" "trail" {} # caf'), 0xe9, 0x0a]);
      write({ 'main.tf': trail, 'other.tf': other });
      const { code, out, error } = await fix('--unsafe');
      deepEqual([code, error], [2, 'trailseal: other.tf cannot be read: it is not UTF-8.\n']);
      match(
        out,
        /withheld: Encrypt with a new KMS key .*\. other\.tf cannot be read: it is not UTF-8\. What is there may matter\./,
      );
      deepEqual(new Uint8Array(readFileSync(at('other.tf'))), other);
      equal(text('main.tf'), fixed);
    });

    it('not what somebody has changed meanwhile, and goes on', async () => {
      write({ 'a/main.tf': trail, 'a/other.tf': trail.replaceAll('main', 'other'), 'b/main.tf': trail });
      const typed = `# typed meanwhile\n${trail}`;
      const { open } = promises;
      promises.open = async (...args) => {
        promises.open = open; // what is written first is made ready beside its file
        write({ 'a/other.tf': typed });
        return open(...args);
      };
      const { code, out, error } = await fixOne();
      equal(code, 2);
      equal(error, 'trailseal: a/other.tf has changed since it was read: it is left as it is now. Try again.\n');
      match(out, /^ {4}withheld: Set enable_log_file_validation to true\. a\/other\.tf has changed since it was read/m);
      // What is in one file of a module may need what is in another.
      deepEqual([text('a/main.tf'), text('a/other.tf'), text('b/main.tf')], [trail, typed, fixed]);
      deepEqual(readdirSync(at('a')), ['main.tf', 'other.tf']);
    });

    it('no file that was not asked for', async () => {
      write({
        'main.tf': trail.replace('\n}', '\n  enable_log_file_validation = var.validate\n}'),
        'variables.tf': 'variable "validate" {\n  default = false\n}\n',
      });
      const { code, out } = await fixOne('main.tf');
      equal(code, 1);
      match(out, /withheld: Set var\.validate to true\. variables\.tf, which it changes as well, was not asked for\./);
      equal((await fixOne('main.tf', 'variables.tf')).code, 0);
      match(text('variables.tf'), /default = true/);
    });

    it('nothing that was fetched', async () => {
      write({ '.terraform/modules/trail/main.tf': trail });
      const { code, out } = await fixOne('.terraform/modules/trail');
      equal(code, 1);
      match(out, /withheld: .* has been fetched from elsewhere, and that is where the change belongs\./);
      equal(text('.terraform/modules/trail/main.tf'), trail);
    });

    it('nothing that HashiCorp’s parser does not accept, and goes on', async () => {
      const broken = `${trail}resource "aws_s3_bucket" "b" {\n  bucket = = "b"\n}\n`;
      write({ 'a/main.tf': broken, 'b/main.tf': trail });
      const { code, out, error } = await fixOne();
      deepEqual(
        [code, error],
        [1, 'trailseal: a/main.tf:6 does not read as Terraform: what stands there is not checked.\n'],
      );
      match(out, /withheld: Set enable_log_file_validation to true\. a\/main\.tf does not read as it is\./);
      deepEqual([text('a/main.tf'), text('b/main.tf')], [broken, fixed]);
    });

    it('what HashiCorp’s parser cannot be shown, and says so', async () => {
      const nested = 'b {\n'.repeat(5000) + '}\n'.repeat(5000);
      write({ 'a/main.tf': trail + nested, 'b/main.tf': trail });
      const { code, error } = await fixOne();
      equal(code, 0);
      equal(
        error,
        "trailseal: HashiCorp's parser could not be asked: Error: a/main.tf nests too deep for it. What is written was not shown to it.\n",
      );
      deepEqual([text('a/main.tf'), text('b/main.tf')], [fixed + nested, fixed]);
    });
  });

  describe('tells what it did', () => {
    const rule: { check: Rule['check'] } | undefined = rules.find(({ id }) => id === 'trail-without-log-validation');
    ok(rule);
    const { check } = rule;
    /** The rule as it is, but for the fixes of trails that are named so. */
    const withFixes = (name: string, change: (fix: Fix) => Fix) => {
      rule.check = function* (project) {
        for (const finding of check(project))
          yield finding.resource.endsWith(name)
            ? { ...finding, fixes: (isWanted) => finding.fixes(isWanted).map((fix) => change(fix)) }
            : finding;
      };
    };
    afterEach(() => {
      rule.check = check;
    });

    it('where a fix cannot be written, and goes on', async () => {
      const changes = [unreadable<Change>('no such place')];
      withFixes('faulty', (fix) => ({ ...fix, changes }));
      write({ 'a/main.tf': trail, 'b/main.tf': `${trail.replaceAll('main', 'faulty')}${trail}`, 'c/main.tf': trail });
      const { code, out, error } = await fixOne();
      equal(code, 2);
      equal(
        error,
        'trailseal: b/main.tf: "Set enable_log_file_validation to true" cannot be written (Error: no such place).\n',
      );
      match(out, /^ {4}withheld: Set enable_log_file_validation to true\. It cannot be written\.$/m);
      match(out, /^3 fixes in 3 files\. 1 finding is left\.$/m);
      equal(text('b/main.tf'), `${trail.replaceAll('main', 'faulty')}${fixed}`);
    });

    it('and what it leaves, where that could not be written either', async () => {
      const changes = [unreadable<Change>('no such place')];
      withFixes('faulty', (fix) => ({ ...fix, changes, safety: 'suggestion' }));
      write({ 'main.tf': `${trail.replaceAll('main', 'faulty')}${trail}` });
      const { code, out } = await fixOne();
      equal(code, 1);
      match(out, /^ {4}withheld: Set enable_log_file_validation to true\. It cannot be written\.$/m);
      match(out, /^1 fix in 1 file\. 1 finding is left\.$/m);
    });

    it('where a whole module cannot be looked at, and goes on', async () => {
      withFixes('faulty', () => {
        throw new Error('no such thing');
      });
      write({ 'a/main.tf': trail, 'b/main.tf': trail.replaceAll('main', 'faulty'), 'c/main.tf': trail });
      const { code, out, error } = await fixOne();
      equal(code, 2);
      equal(error, 'trailseal: b/ could not be fixed (Error: no such thing).\n');
      match(out, /^a\/main\.tf:1 fixed .*\nc\/main\.tf:1 fixed .*\n2 fixes in 2 files\./);
      deepEqual([text('a/main.tf'), text('c/main.tf')], [fixed, fixed]);
    });
  });

  it('is described by --help', async () => {
    for (const args of [
      ['fix', '--help'],
      ['help', 'fix'],
      ['fix', '-h', 'main.tf'],
    ]) {
      const { code, out, error } = await run(...args);
      deepEqual([code, error], [0, '']);
      match(out, /^Mends /);
      for (const word of [
        'trailseal fix [PATH...]',
        '--dry-run',
        '--unsafe',
        '--all-rules',
        '--rule ID',
        'Exit status:',
      ])
        ok(out.includes(word), word);
      ok(!out.includes('trailseal rules'));
    }
    match((await run('--help')).out, /trailseal rules/);
  });

  describe('with --dry-run', () => {
    const texts = {
      'main.tf': trail,
      'b/windows.tf': mark + trail.replaceAll('\n', '\r\n'),
      'c/no end.tf': trail.trimEnd(),
      'é/stack.yaml': template.trimEnd(),
    };

    it('prints a patch that does the same, and writes nothing', async () => {
      write(texts);
      const dry = await fixOne('--dry-run');
      equal(dry.code, 0);
      match(dry.error, /\n4 fixes in 4 files would be made\. No findings are left\.\n$/);
      const before = filesIn(folder());
      deepEqual(Object.fromEntries(before), texts);
      const patched = new Map(
        parsePatch(dry.out).map((patch) => {
          const path = patch.oldFileName?.replace(/^a\//, '').trimEnd() ?? '';
          return [path, applyPatch(before.get(path) ?? '', patch, { autoConvertLineEndings: false })];
        }),
      );
      await fixOne();
      deepEqual(new Map([...patched].sort()), filesIn(folder()));
    });

    it('says where things are in the files as they are, whatever would be written above them', async () => {
      const second = trail.replaceAll('main', 'other');
      const inModule = `${trail}${second.replace('}', '  kms_key_id = var.key\n}')}variable "key" {\n  default = null\n}\n`;
      write({ 'main.tf': `${trail}${second}module "a" {\n  source = "./a"\n}\n`, 'a/main.tf': inModule });
      const options = ['--rule', 'trail-without-log-validation', '--rule', 'trail-without-kms-key'];
      const placesIn = (text: string) =>
        text.split('\n').flatMap((line) => /^(\S+?\.tf:\d+)(?::\d+)? /.exec(line)?.[1] ?? []);
      const [first, ...dry] = placesIn((await fix('--dry-run', ...options)).error);
      deepEqual(first, 'main.tf:1');
      const wouldBeMade = ['main.tf:5', 'a/main.tf:1', 'a/main.tf:5'];
      const left = ['main.tf:1', 'main.tf:5', 'main.tf:9', 'a/main.tf:1', 'a/main.tf:8'];
      deepEqual(dry, [...wouldBeMade, ...left]);
      // Once it is written, things are elsewhere.
      const made = placesIn((await fix(...options)).out);
      deepEqual(made.slice(0, 4), ['main.tf:1', 'main.tf:7', 'a/main.tf:1', 'a/main.tf:7']);
    });

    it('says where what it would take away is', async () => {
      const none = '# trailseal:ignore trail-single-region once\n';
      write({ 'main.tf': `${trail}${none}locals {}\n${none}${none}variable "a" {\n  type = string\n}\n` });
      const options = ['--unsafe', '--rule', 'trail-without-log-validation', '--rule', 'unused-suppression'];
      const linesOf = (said: string) => said.split('\n').flatMap((each) => /^main\.tf:(\d+) /.exec(each)?.[1] ?? []);
      deepEqual(linesOf((await fix('--dry-run', ...options)).error), ['1', '5', '7', '8']);
      deepEqual(linesOf((await fix(...options)).out), ['1', '7', '8', '8']);
    });

    for (const [tool, ...args] of [
      ['patch', '-p1', '--silent', '--binary'],
      ['git', 'apply'],
    ] as const) {
      it(`prints what ${tool} applies`, async function () {
        if (spawnSync(tool, ['--version']).error) {
          console.warn(`      ${tool} is not installed: skipped`);
          this.skip();
        }
        write({ ...texts, 'shared/trail.tf.in': trail });
        for (const name of ['d.tf', 'e.tf']) {
          write({ [`${name}.d/.keep`]: '' });
          symlinkSync('../shared/trail.tf.in', at(`${name}.d/${name}`));
        }
        const { out } = await fixOne('--dry-run');
        const env = { ...process.env, GIT_CEILING_DIRECTORIES: join(folder(), '..') };
        const { status, stderr } = spawnSync(tool, [...args], { cwd: folder(), input: out, encoding: 'utf8', env });
        deepEqual([status, stderr], [0, '']);
        equal((await fixOne('--dry-run')).out, '');
        equal(text('main.tf'), fixed);
        equal(text('shared/trail.tf.in'), fixed);
        equal(text('b/windows.tf'), mark + fixed.replaceAll('\n', '\r\n'));
      });
    }
  });

  describe('answers misuse with a sentence', () => {
    for (const [args, sentence] of [
      [['fix', '--unsave'], 'there is no option --unsave: did you mean --unsafe?'],
      [['fix', '--format', 'json'], 'fix takes no --format: that is for check.'],
      [['check', '--dry-run'], 'check takes no --dry-run: that is for fix.'],
      [['rules', '--rule', 'x'], 'rules takes no --rule: that is for check and fix.'],
      [['fix', '--rule', 'trail-key-alia'], 'there is no rule "trail-key-alia": did you mean trail-key-alias?'],
      [['fix', '--dry-run=no'], '--dry-run takes no value.'],
    ] as const) {
      it(args.join(' '), async () => {
        write({ 'main.tf': trail });
        deepEqual(await run(...args), { code: 2, out: '', error: `trailseal: ${sentence}\n` });
        equal(text('main.tf'), trail);
      });
    }

    it('fix missing', async () => {
      write({ 'main.tf': trail });
      deepEqual(await fix('missing'), { code: 2, out: '', error: 'trailseal: missing does not exist.\n' });
    });
  });

  it('finds the lines of what it did as the file is now', async () => {
    write({ 'main.tf': `${trail}${trail.replaceAll('main', 'other')}` });
    const { out } = await fixOne();
    match(out, /^main\.tf:1 fixed aws_cloudtrail\.main: .*\nmain\.tf:7 fixed aws_cloudtrail\.other: /);
  });

  it('gives what belongs elsewhere to the person', async () => {
    write({
      'main.tf': `${trail.replace('\n}', '\n  kms_key_id = aws_kms_key.k.arn\n}')}resource "aws_kms_key" "k" {\n  policy = file("policy.json")\n}\n`,
      'policy.json': '{"Version": "2012-10-17", "Statement": []}',
    });
    const { code, out } = await fix('--unsafe', '--rule', 'trail-key-policy-blocks-cloudtrail');
    equal(code, 1);
    match(out, /^ {4}put this into the policy of aws_kms_key\.k, where that is written:\n {6}/m);
    match(out, /cloudtrail\.amazonaws\.com/);
  });
});

/** Fails as soon as somebody looks at it. */
function unreadable<T extends object>(reason: string): T {
  return new Proxy({} as T, {
    get() {
      throw new Error(reason);
    },
  });
}

/** The files below a folder, by path. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    lstatSync(join(folder, name)).isFile(),
  );
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
