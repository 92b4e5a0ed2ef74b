import { Language, Parser } from 'web-tree-sitter';
import { type ExpressionReader, expressionReader } from './hcl/expression';

/** The WebAssembly that the readers need, as bytes: where they come from is the shell's affair. */
export interface Grammars {
  /** web-tree-sitter.wasm */
  readonly runtime: Uint8Array;
  /** tree-sitter-hcl.wasm */
  readonly hcl: Uint8Array;
}

export interface Syntax {
  readonly readExpression: ExpressionReader;
}

/** Rejects where the bytes are not the WebAssembly they should be. */
export async function loadSyntax(grammars: Grammars): Promise<Syntax> {
  await Parser.init({ wasmBinary: grammars.runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammars.hcl));
  return { readExpression: expressionReader(parser) };
}
