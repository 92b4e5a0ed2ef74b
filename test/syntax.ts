import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { loadSyntax, type Syntax } from '../server/src/core/syntax/parser';

const resolve = createRequire(__filename).resolve;

/** The readers, from the packages themselves. */
export const syntax: Promise<Syntax> = loadSyntax({
  runtime: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  hcl: grammar('@tree-sitter-grammars/tree-sitter-hcl'),
  yaml: grammar('@tree-sitter-grammars/tree-sitter-yaml'),
  json: grammar('tree-sitter-json'),
});

function grammar(name: string): Uint8Array {
  const folder = dirname(resolve(`${name}/package.json`));
  return readFileSync(join(folder, `${basename(name)}.wasm`));
}
