import { memoize } from '../../memory/lazy';
import type { Origin, Value } from '../../model/value';
import { failure } from '../../model/values';
import type { ExpressionReader } from '../../syntax/hcl/expression';
import type { Expression } from '../../syntax/hcl/tree';
import { type Bindings, evaluate, type Scope } from './evaluate';

/** Longer templates are not read, and no more of them kept than this. */
const longest = 100_000;
const mostKept = 100;

/**
 * What the text of a template comes to with values for its names, which is all that it knows. It is made where it is asked for: the places in
 * it are those of another file.
 */
export function evaluateTemplate(
  text: string,
  bindings: Bindings,
  origin: Origin,
  readExpression: ExpressionReader,
  readFile: Scope['readFile'],
): Value | undefined {
  const { place } = origin;
  if (!place || text.length > longest) return undefined;
  if (text === '') return { kind: 'literal', value: '', origin };
  return evaluate(read(text, readExpression), {
    placeOf: () => place,
    resolve: (root) => ({ value: failure('{0} is not known here', [root]), taken: 0 }),
    readFile,
    bindings,
    iterations: 1,
  });
}

function read(text: string, readExpression: ExpressionReader): Expression {
  const known = knownTemplates(readExpression);
  const expression = known.get(text) ?? readExpression(text, 0, 'template');
  if (known.size >= mostKept) known.clear();
  known.set(text, expression);
  return expression;
}

/** Files are the same from one analysis to the next. */
const knownTemplates = memoize((_reader: ExpressionReader) => new Map<string, Expression>());
