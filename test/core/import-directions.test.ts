import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '../..');

/** What a dialect may import: not a rule, and not the other dialect. */
const dialect = [
  'server/src/core/text',
  'server/src/core/syntax',
  'server/src/core/memory',
  'server/src/core/model',
  'server/src/core/blueprints',
  'server/src/core/source.ts',
  'server/src/core/surroundings.ts',
];

/** The parts of the code, and what each may import besides itself. Packages stand with their name. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'server/src/core/memory': [],
  'server/src/core/text': [],
  'server/src/core/syntax': ['server/src/core/text', 'server/src/core/memory', 'web-tree-sitter'],
  'server/src/core/model': ['server/src/core/text', 'server/src/core/memory'],
  'server/src/core/blueprints': [],
  'server/src/core/rules': ['server/src/core/model'],
  'server/src/core/source.ts': ['server/src/core/syntax', 'server/src/core/template-extensions.ts'],
  'server/src/core/template-extensions.ts': [],
  'server/src/core/judging': [
    'server/src/core/memory',
    'server/src/core/model',
    'server/src/core/rules',
    'server/src/core/source.ts',
    'server/src/core/text',
  ],
  'server/src/core/surroundings.ts': ['server/src/core/source.ts'],
  'server/src/core/unread.ts': [
    'server/src/core/model',
    'server/src/core/source.ts',
    'server/src/core/syntax',
    'server/src/core/text',
  ],
  'server/src/core/suppression': [
    'server/src/core/memory',
    'server/src/core/model',
    'server/src/core/source.ts',
    'server/src/core/syntax',
    'server/src/core/text',
    'server/src/core/unread.ts',
  ],
  'server/src/core/terraform': dialect,
  'server/src/core/cloudformation': dialect,
  'server/src/core/analyze.ts': [
    'server/src/core/judging',
    'server/src/core/memory',
    'server/src/core/surroundings.ts',
    'server/src/core/model',
    'server/src/core/rules',
    'server/src/core/terraform',
    'server/src/core/cloudformation',
    'server/src/core/source.ts',
    'server/src/core/suppression',
    'server/src/core/text',
  ],
  'server/src/core/mending.ts': [
    'server/src/core/analyze.ts',
    'server/src/core/model',
    'server/src/core/rules',
    'server/src/core/source.ts',
    'server/src/core/syntax',
    'server/src/core/text',
  ],
  'server/src/core/fix-all.ts': [
    'server/src/core/unread.ts',
    'server/src/core/analyze.ts',
    'server/src/core/mending.ts',
    'server/src/core/model',
    'server/src/core/source.ts',
    'server/src/core/syntax',
  ],
  'server/src/core/secure.ts': [
    'server/src/core/analyze.ts',
    'server/src/core/fix-all.ts',
    'server/src/core/mending.ts',
  ],
  'server/src/core/snippets': [
    'server/src/core/analyze.ts',
    'server/src/core/blueprints',
    'server/src/core/cloudformation',
    'server/src/core/model',
    'server/src/core/source.ts',
    'server/src/core/syntax',
    'server/src/core/terraform',
    'server/src/core/text',
  ],
  'server/src/core/presentation.ts': [
    'server/src/core/model',
    'server/src/core/source.ts',
    'server/src/core/suppression',
    'server/src/core/text',
  ],
  'server/src/lsp': ['server/src/core', 'vscode-languageserver', 'vscode-languageserver-textdocument'],
  'server/src/main/hashicorp-parser.ts': ['@cdktf/hcl2json'],
  'server/src/main/unified-diff.ts': ['diff', 'node:*'],
  'server/src/main': ['server/src/core', 'server/src/lsp', 'vscode-languageserver', 'node:*', 'package.json'],
  'client/src': ['server/src/core/template-extensions.ts', 'vscode', 'vscode-languageclient', 'node:*'],
};

describe('import directions', () => {
  const files = ['server/src', 'client/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );

  it('are those of ARCHITECTURE.md', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => !mayImport(file, target))
        .map((target) => `${file} imports ${target}`),
    );
    assert.deepEqual(wrong, []);
    assert.ok(files.length > 30);
  });

  it('hold no cycle of files', () => {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      assert.ok(!path.includes(file), `a cycle: ${[...path, file].join(' -> ')}`);
      if (done.has(file)) return;
      for (const target of importsOf(file)) if (files.includes(target)) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });
});

/** The files, by their path in the project, and packages that a file imports. */
function importsOf(file: string): readonly string[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/(?:^|\n)(?:import|export)\s[^;]*?from '([^']+)'|import\('([^']+)'\)/g)].map(
    ([, from, dynamic]) => {
      const specifier = from ?? dynamic ?? '';
      if (!specifier.startsWith('.')) return specifier;
      const target = relative(root, join(root, dirname(file), specifier));
      return target.endsWith('.json') ? target : `${target}.ts`;
    },
  );
}

function partOf(file: string): string | undefined {
  return Object.keys(allowed).find((part) => isIn(file, part));
}

function mayImport(file: string, target: string): boolean {
  const part = partOf(file);
  if (part === undefined) return false;
  return isIn(target, part) || (allowed[part] ?? []).some((other) => isIn(target, other));
}

function isIn(target: string, part: string): boolean {
  return target === part || target.startsWith(`${part.replace(/\*$/, '')}${part.endsWith('*') ? '' : '/'}`);
}
