// Bundles the extension's client, the language server and the command line, each into one file, and lays the WebAssembly beside them.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const production = process.argv.includes('--production');
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });

/** @type {import('esbuild').BuildOptions} */
const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  // The ES module of this package asks for import.meta.url, which a CommonJS bundle does not have.
  alias: { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' },
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
};
const program = { js: '#!/usr/bin/env node' };
/**
 * HashiCorp's parser, the judge of edits, is a bundle of its own, which is loaded when it is needed: as a call of require, which finds the folder. No
 * other file may have this name, as what is external is told by its name alone.
 */
const parser = 'hashicorp-parser';
const judging = { ...node, external: [`./${parser}`], supported: { 'dynamic-import': false } };
await Promise.all([
  build({ ...node, entryPoints: ['client/src/node.ts'], outfile: 'dist/extension.js', external: ['vscode'] }),
  build({ ...judging, entryPoints: ['server/src/main/node.ts'], outfile: 'dist/server.js', banner: program }),
  // Loaded when it is needed. It looks for its WebAssembly in the folder above, and asks for `performance` only where there is none.
  build({
    ...node,
    entryPoints: [`server/src/main/${parser}.ts`],
    outfile: `dist/${parser}/index.js`,
    external: ['performance'],
  }),
  build({ ...judging, entryPoints: ['server/src/main/cli.ts'], outfile: 'dist/cli.js', banner: program }),
]);
for (const file of [
  'web-tree-sitter/web-tree-sitter.wasm',
  '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm',
  '@tree-sitter-grammars/tree-sitter-yaml/tree-sitter-yaml.wasm',
  'tree-sitter-json/tree-sitter-json.wasm',
  '@cdktf/hcl2json/main.wasm.gz',
]) {
  copyFileSync(`node_modules/${file}`, `dist/${file.split('/').at(-1)}`);
}
