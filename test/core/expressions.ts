import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Value } from '../../server/src/core/model/value';
import { nowhere } from '../../server/src/core/model/value';
import { fails, unknown } from '../../server/src/core/model/values';
import type { Expression } from '../../server/src/core/syntax/hcl/tree';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { evaluate } from '../../server/src/core/terraform/evaluation/evaluate';
import { convert, readType } from '../../server/src/core/terraform/evaluation/type-constraint';
import { read } from './run';

/** A row of a table of test/expressions.md, by its columns. */
export interface Row {
  readonly section: string;
  /** Undefined for what is not converted. */
  readonly type: string | undefined;
  readonly expression: string;
  /** JSON, or `error`, or `unknown` for what Terraform may know but we do not. */
  readonly result: string;
}

export function readRows(): readonly Row[] {
  const rows: Row[] = [];
  let section = '';
  for (const line of readFileSync(join(__dirname, '../expressions.md'), 'utf8').split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3);
    const cells = [...line.matchAll(/(?<=^\||\|) `((?:[^`\\]|\\.)*)` (?=\|)/g)].map(([, cell = '']) =>
      cell.replaceAll('\\|', '|'),
    );
    const [result, expression, type] = cells.reverse();
    if (result !== undefined && expression !== undefined) rows.push({ section, type, expression, result });
  }
  return rows;
}

/** What our evaluator makes of a row, said as the table says it. */
export function resultOf(row: Row, syntax: Syntax): string {
  const value = evaluateAlone(row.expression, syntax);
  if (row.type === undefined) return say(value);
  const type = readType(parseExpression(row.type, syntax));
  return type ? say(convert(value, type, evaluateExpression)) : 'no type';
}

export function evaluateAlone(text: string, syntax: Syntax): Value {
  return evaluateExpression(parseExpression(text, syntax));
}

/** Where there is nothing that it could refer to. */
function evaluateExpression(expression: Expression): Value {
  return evaluate(expression, {
    placeOf: (span) => ({ path: 'main.tf', span }),
    resolve: (root) => ({ value: unknown('there is no {0}', root), taken: 0 }),
    readFile: () => undefined,
    bindings: new Map([['a_key', { kind: 'reference', resource: 'aws_kms_key.a', attribute: 'arn', origin: nowhere }]]),
    iterations: 0,
  });
}

function parseExpression(text: string, syntax: Syntax): Expression {
  const file = read('main.tf', `locals {\n  value = ${text}\n}\n`, syntax);
  const attribute = 'blocks' in file.content ? file.content.blocks[0]?.block.body().attributes[0] : undefined;
  if (!attribute) throw new Error(`does not read: ${text}`);
  return attribute.value();
}

export function say(value: Value): string {
  const plain = asPlain(value);
  return typeof plain === 'symbol' ? (plain.description ?? '') : JSON.stringify(plain);
}

const error = Symbol('error');
const notKnown = Symbol('unknown');

function asPlain(value: Value): unknown {
  switch (value.kind) {
    case 'absent':
      return null;
    case 'literal':
      return value.value;
    case 'list':
      return whole(value.items.map(asPlain), (items) => items);
    case 'map': {
      const keys = [...value.entries.keys()];
      return whole([...value.entries.values()].map(asPlain), (values) =>
        Object.fromEntries(
          keys.map((key, index) => [key, values[index]]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
        ),
      );
    }
    default:
      return fails(value) ? error : notKnown;
  }
}

function whole(parts: readonly unknown[], make: (parts: readonly unknown[]) => unknown): unknown {
  if (parts.includes(error)) return error;
  return parts.includes(notKnown) ? notKnown : make(parts);
}
