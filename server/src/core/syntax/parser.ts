import { Language, Parser } from 'web-tree-sitter';
import type { DataParsers } from './data/reading';
import { type ExpressionReader, expressionReader } from './hcl/expression';

/** The WebAssembly that the readers need, as bytes: where they come from is the shell's affair. */
export interface Grammars {
  /** web-tree-sitter.wasm */
  readonly runtime: Uint8Array;
  /** tree-sitter-hcl.wasm */
  readonly hcl: Uint8Array;
  /** tree-sitter-yaml.wasm */
  readonly yaml: Uint8Array;
  /** tree-sitter-json.wasm */
  readonly json: Uint8Array;
}

export interface Syntax {
  readonly readExpression: ExpressionReader;
  readonly dataParsers: DataParsers;
}

/** Rejects where the bytes are not the WebAssembly they should be. */
export async function loadSyntax(grammars: Grammars): Promise<Syntax> {
  await start(grammars.runtime);
  const [hcl, yaml, json] = await Promise.all([
    parserOf(grammars.hcl),
    parserOf(grammars.yaml),
    parserOf(grammars.json),
  ]);
  return { readExpression: expressionReader(hcl), dataParsers: { yaml, json } };
}

let starting: Promise<void> | undefined;

/** The runtime is one for the whole program. Were it started twice at once, there would be two, and what was made with the first be freed in the second. */
function start(runtime: Uint8Array): Promise<void> {
  starting ??= Parser.init({ wasmBinary: runtime }).catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function parserOf(grammar: Uint8Array): Promise<Parser> {
  const parser = new Parser();
  return parser.setLanguage(await Language.load(grammar));
}
