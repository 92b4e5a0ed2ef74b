import { deepEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

describe('what reads texts', () => {
  it('may be loaded twice at once', function () {
    this.timeout(30_000);
    const script = `
      const { loadSyntax } = require('./server/src/core/syntax/parser.ts');
      const { readSource } = require('./server/src/core/source.ts');
      const { readGrammars } = require('./server/src/main/grammars.ts');
      const load = async () => loadSyntax(await readGrammars());
      const text = 'Resources:\\n  Trail:\\n    Type: AWS::CloudTrail::Trail\\n';
      const file = { path: 'a.yaml', folder: '', language: 'yaml', text };
      const use = (all) => all.map((syntax) => readSource(syntax, file).content.sections.length);
      const wait = () => new Promise((resolve) => setTimeout(resolve, 50));
      (async () => {
        const kept = await Promise.all([load(), load(), load()]).then((all) => (console.log(...use(all)), all[2]));
        for (let time = 0; time < 5; time++) { gc(); await wait(); }
        console.log(...use([kept, await load()]));
      })();`;
    // What has been loaded in this process already is not loaded again.
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--expose-gc', '--no-warnings', '--import', 'tsx', '--eval', script],
      { cwd: join(__dirname, '../..'), encoding: 'utf8' },
    );
    deepEqual({ status, stdout, stderr }, { status: 0, stdout: '1 1 1\n1 1\n', stderr: '' });
  });
});
