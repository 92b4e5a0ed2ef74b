import type { Origin, Value } from '../../model/value';
import { along, fails, failure, joinWays, literal, unknown } from '../../model/values';

/** The result of a function that reads a file; undefined for any other function. `textOf` is as in `World`. */
export function fileFunction(
  name: string,
  args: readonly Value[],
  origin: Origin,
  textOf: (path: string) => string | null | undefined,
): Value | undefined {
  if (name !== 'file' && name !== 'fileexists') return undefined;
  const [path] = args;
  if (path && (fails(path) || path.kind === 'absent')) return along(path.origin.way, failure('a text is required'));
  if (path?.kind !== 'literal' || typeof path.value !== 'string') return unknown('the name of the file is not known');
  // What a home folder holds is no part of the configuration.
  const text = /^[~/]|^[a-z]:/i.test(path.value) ? undefined : textOf(path.value);
  if (text === undefined) return unknown('{0} is not read', path.value);
  const whole = { ...origin, way: joinWays(path.origin.way) };
  if (name === 'fileexists') return literal(text !== null, whole);
  return text === null ? failure('there is no file {0}', [path.value], whole) : literal(text, whole);
}
