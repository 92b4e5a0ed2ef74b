import assert from 'node:assert/strict';
import { Document, isCollection, isMap, isScalar, type Node, parseDocument, visit } from 'yaml';

/** The same template in other ways of writing it. */
export function formsOf(block: string): ReadonlyMap<string, { readonly path: string; readonly text: string }> {
  const data = dataOf('template.yaml', block);
  const yaml = { path: 'template.yaml' };
  const json = { path: 'template.json' };
  return new Map([
    ['block YAML', { ...yaml, text: block }],
    ['block YAML with CRLF', { ...yaml, text: block.replaceAll('\n', '\r\n') }],
    ['YAML with long functions', { ...yaml, text: new Document(data, { version: '1.1' }).toString({ lineWidth: 0 }) }],
    [
      'YAML whose items are not indented',
      { ...yaml, text: new Document(data, { version: '1.1' }).toString({ indentSeq: false }) },
    ],
    ['YAML with properties in braces', { ...yaml, text: withBraces(block) }],
    ['JSON', { ...json, text: `${JSON.stringify(data, undefined, 2)}\n` }],
    ['JSON with tabs and CRLF', { ...json, text: JSON.stringify(data, undefined, '\t').replaceAll('\n', '\r\n') }],
    ['JSON on one line', { ...json, text: JSON.stringify(data) }],
    ['JSON in YAML', { ...yaml, text: `${JSON.stringify(data, undefined, 2)}\n` }],
  ]);
}

/** What a template says, with its functions in their long form. */
export function dataOf(path: string, text: string): unknown {
  if (path.endsWith('.json')) return JSON.parse(text);
  const document = parseDocument(text, { version: '1.1', uniqueKeys: true, customTags: [], logLevel: 'silent' });
  assert.deepEqual(document.errors, [], text);
  return meaningOf(document.contents);
}

function meaningOf(node: unknown): unknown {
  const plain = plainMeaningOf(node);
  const tag = (node as Node & { tag?: string }).tag;
  if (!tag?.startsWith('!') || tag.startsWith('!!')) return plain;
  const name = tag.slice(1);
  const argument = name === 'GetAtt' && typeof plain === 'string' ? plain.split(/\.(.*)/).slice(0, 2) : plain;
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: argument };
}

function plainMeaningOf(node: unknown): unknown {
  if (isMap(node))
    return Object.fromEntries(
      node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), meaningOf(value)]),
    );
  if (isCollection(node)) return node.items.map(meaningOf);
  return isScalar(node) ? node.value : null;
}

/** The properties of every resource between braces, on one line. */
function withBraces(block: string): string {
  const document = parseDocument(block, { version: '1.1', logLevel: 'silent' });
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && key.value === 'Properties' && isMap(value)) value.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
