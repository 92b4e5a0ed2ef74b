import type { Origin, Value } from '../../model/value';
import { along, fails, failure, joinWays, literal, unknown } from '../../model/values';
import type { Bindings } from './evaluate';

/** How files are read. */
export interface Files {
  /** As in `World`. */
  readonly textOf: (path: string) => string | null | undefined;
  /** What the text of a template comes to with values for its names; undefined where it is not read. */
  readonly evaluateTemplate: (text: string, bindings: Bindings, origin: Origin) => Value | undefined;
}

/** The result of a function that reads a file; undefined for any other function. */
export function fileFunction(name: string, args: readonly Value[], origin: Origin, files: Files): Value | undefined {
  if (name !== 'file' && name !== 'fileexists' && name !== 'templatefile') return undefined;
  const [path, values] = args;
  if (path && (fails(path) || path.kind === 'absent')) return along(path.origin.way, failure('a text is required'));
  if (path?.kind !== 'literal' || typeof path.value !== 'string') return unknown('the name of the file is not known');
  // What a home folder holds is no part of the configuration.
  const text = /^[~/]|^[a-z]:/i.test(path.value) ? undefined : files.textOf(path.value);
  if (text === undefined) return unknown('{0} is not read', path.value);
  const whole = { ...origin, way: joinWays(path.origin.way) };
  if (name === 'fileexists') return literal(text !== null, whole);
  if (text === null) return failure('there is no file {0}', [path.value], whole);
  if (name === 'file') return literal(text, whole);
  if (values && fails(values)) return values;
  const made = values?.kind === 'map' ? files.evaluateTemplate(text, values.entries, origin) : undefined;
  return along(joinWays(whole.way, values?.origin.way ?? []), made ?? unknown('{0} is not known', 'templatefile()'));
}
