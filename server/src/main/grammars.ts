import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Grammars } from '../core/syntax/parser';

const files = {
  runtime: 'web-tree-sitter/web-tree-sitter.wasm',
  hcl: '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
};

/** Reads the WebAssembly that lies beside the bundle or, for the sources, where the packages are installed. */
export async function readGrammars(): Promise<Grammars> {
  const [runtime, hcl] = await Promise.all([readFile(find(files.runtime)), readFile(find(files.hcl))]);
  return { runtime, hcl };
}

function find(file: string): string {
  const beside = join(__dirname, basename(file));
  return existsSync(beside) ? beside : join(__dirname, '../../../node_modules', file);
}
