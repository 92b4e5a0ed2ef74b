import {
  bare,
  entry,
  mapping,
  sequence,
  text,
  type Written as WrittenData,
  type WrittenEntry,
} from '../../syntax/data/written';
import { scanInterpolations } from '../../syntax/hcl/scan';
import { decodeEscapes } from '../../syntax/hcl/template';
import { span } from '../../text/span';
import type { Item, Written } from './print';

/** Nested blocks that may come more than once are an array, as most people write them. */
export const repeatable = ['statement', 'principals', 'condition'];

export function objectOf(items: readonly Item[]): WrittenData {
  const blockTypes = [...new Set(items.flatMap((item) => (item.kind === 'block' ? [item.type] : [])))];
  const ownBlocks = (type: string) =>
    items.flatMap((item) => (item.kind === 'block' && item.type === type ? [objectOf(item.items)] : []));
  return mapping([
    ...items.flatMap((item) => (item.kind === 'attribute' ? [entryFor(item.name, item.value)] : [])),
    ...blockTypes.map((type) => {
      const [first = mapping([]), ...others] = ownBlocks(type);
      return entry(type, repeatable.includes(type) ? sequence([first, ...others]) : first);
    }),
  ]);
}

/** References to providers, and to what there is to wait for, are plain texts. */
export function entryFor(name: string, value: Written): WrittenEntry {
  if (name === 'provider') return entry(name, text(String(value)));
  if (name === 'depends_on' && typeof value !== 'string' && value.kind === 'list')
    return entry(name, sequence(value.values.map((each) => text(String(each)))));
  return entry(name, jsonOf(value));
}

/** A value in JSON: an expression stands in a template. */
export function jsonOf(value: Written): WrittenData {
  if (typeof value !== 'string') {
    switch (value.kind) {
      case 'list':
        return sequence(value.values.map(jsonOf));
      case 'object':
        return objectOf(value.items);
      case 'call':
        throw new Error('a call is written in HCL only');
    }
  }
  if (/^(?:true|false|\d+)$/.test(value)) return bare(value);
  // The types of variables.
  if (/^(?:string|number|bool)$/.test(value)) return text(value);
  return text(insideOfTemplate(value) ?? `\${${value}}`);
}

/** The inside of what is one quoted template, and not several with something between them, with the escapes that JSON has instead. */
function insideOfTemplate(source: string): string | undefined {
  if (!/^"[\s\S]*"$/.test(source)) return undefined;
  const quoted = source.slice(1, -1);
  const interpolations = scanInterpolations(quoted);
  if (!interpolations) return undefined;
  let inside = '';
  let from = 0;
  for (const { start, end } of [...interpolations, span(quoted.length, quoted.length)]) {
    const raw = quoted.slice(from, start);
    if (!/^(?:[^"\\]|\\.)*$/.test(raw)) return undefined;
    inside += decodeEscapes(raw) + quoted.slice(start, end);
    from = end;
  }
  return inside;
}
