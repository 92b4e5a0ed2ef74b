import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadSyntax, type Syntax } from '../server/src/core/syntax/parser';

const resolve = createRequire(__filename).resolve;

/** The readers, from the packages themselves. */
export const syntax: Promise<Syntax> = loadSyntax({
  runtime: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
  hcl: readFileSync(
    resolve('@tree-sitter-grammars/tree-sitter-hcl/package.json').replace('package.json', 'tree-sitter-hcl.wasm'),
  ),
});
