import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Grammars } from '../core/syntax/parser';

const files = {
  runtime: 'web-tree-sitter/web-tree-sitter.wasm',
  hcl: '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
  yaml: '@tree-sitter-grammars/tree-sitter-yaml/tree-sitter-yaml.wasm',
  json: 'tree-sitter-json/tree-sitter-json.wasm',
};

/** Reads the WebAssembly that lies beside the bundle or, for the sources, where the packages are installed. */
export async function readGrammars(): Promise<Grammars> {
  const [runtime, hcl, yaml, json] = await Promise.all([
    readFile(find(files.runtime)),
    readFile(find(files.hcl)),
    readFile(find(files.yaml)),
    readFile(find(files.json)),
  ]);
  return { runtime, hcl, yaml, json };
}

function find(file: string): string {
  const beside = join(__dirname, basename(file));
  return existsSync(beside) ? beside : join(__dirname, '../../../node_modules', file);
}
