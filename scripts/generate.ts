// npm run generate: writes every file that is made from others. With --check it writes nothing and names those that are out of date.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSyntax } from '../server/src/core/syntax/parser';
import { readGrammars } from '../server/src/main/grammars';
import { generated } from './generate/files';
import { outOfDate } from './generate/out-of-date';

const root = join(__dirname, '..');

void run().then((code) => {
  process.exitCode = code;
});

async function run(): Promise<number> {
  const check = isCheck();
  if (check === undefined) {
    console.error('npm run generate takes nothing but -- --check.');
    return 2;
  }
  const files = outOfDate(root, generated(root, await loadSyntax(await readGrammars())));
  if (check) {
    for (const { path } of files) console.error(`${path} is out of date: npm run generate writes it.`);
    return files.length > 0 ? 1 : 0;
  }
  for (const { path, text } of files) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if (text === undefined) rmSync(target);
    else writeFileSync(target, text);
    console.log(`${text === undefined ? 'Removed' : 'Wrote'} ${path}.`);
  }
  return 0;
}

/** Undefined for arguments that mean nothing. */
function isCheck(): boolean | undefined {
  try {
    return parseArgs({ options: { check: { type: 'boolean', default: false } } }).values.check;
  } catch {
    return undefined;
  }
}
