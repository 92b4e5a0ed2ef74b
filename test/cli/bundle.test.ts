import { deepEqual, equal } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSpecs } from '../core/spec-file';
import { scratch } from './run';

const root = join(__dirname, '../..');

describe('the program as it is built', function () {
  this.timeout(240_000);
  const { folder, write, run } = scratch();

  it('finds in all specs what its source does', async () => {
    write(specs());
    const args = ['check', '--all-rules', '--format', 'json', '.'];
    const { code, out } = await run(...args);
    const built = runBuilt(args);
    equal(built.status, code);
    deepEqual(JSON.parse(built.stdout), JSON.parse(out));
  });

  it('fixes, and has HashiCorp judge what it fixes', () => {
    const names = ['trail-without-log-validation.md', 'trail-key-alias.md'];
    const all = Object.entries(specs()).filter(([path]) => names.some((name) => path.startsWith(name)));
    write(Object.fromEntries(all));
    const { status, stdout, stderr } = runBuilt(['fix', '.']);
    equal(status, 1, `${stdout}\n${stderr}`);
    const changed = all.filter(([path, text]) => readFileSync(join(folder(), path), 'utf8') !== text);
    equal(changed.length > 5, true, stdout);
    equal(/could not be asked|TypeError/.test(stdout + stderr), false, stderr);
  });

  it('has failed where it ends before it is done', () => {
    const never = 'import disk from "node:fs/promises"; disk.stat = () => new Promise(() => {});';
    const { status, stdout } = runBuilt(['check', '.'], ['--import', `data:text/javascript,${never}`]);
    deepEqual([status, stdout], [2, '']);
  });

  function runBuilt(args: readonly string[], ofNode: readonly string[] = []) {
    const program = join(root, 'dist/cli.js');
    return spawnSync(process.execPath, [...ofNode, program, ...args], {
      cwd: folder(),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
  }
});

/** The files of all specs, those of each in a folder of its own. */
function specs(): Readonly<Record<string, string>> {
  const names = readdirSync(join(root, 'test/specs')).filter((name) => name.endsWith('.md'));
  return Object.fromEntries(
    names.flatMap((name) =>
      parseSpecs(readFileSync(join(root, 'test/specs', name), 'utf8')).specs.flatMap(({ files }, index) =>
        files.map((file) => [`${name}/${index}/${file.name}`, file.text] as const),
      ),
    ),
  );
}
