import type { Message } from './message';
import type { Place } from './place';

/**
 * What an attribute comes to under the declared defaults.
 *
 * `absent` is not written, `null`, `""` or `AWS::NoValue`. `unknown` is never absent: no file on disk decides it, and the reason says why.
 */
export type Value = { readonly origin: Origin } & (
  | { readonly kind: 'absent' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value> }
  /** A value that exists once the resource does: never absent. `attribute` is the path below the resource, such as `arn`. */
  | { readonly kind: 'reference'; readonly resource: string; readonly attribute: string }
  /** One of these; which one is not known. */
  | { readonly kind: 'choice'; readonly arms: readonly Value[] }
  | { readonly kind: 'unknown'; readonly reason: Message }
);

/** Where a value was written and the way it came from there, nearest step first. */
export interface Origin {
  /** Undefined for what is not written anywhere. */
  readonly place: Place | undefined;
  readonly way: readonly WayStep[];
}

/** One step of the way: an input or local through which the value came. */
export interface WayStep {
  readonly kind: 'variable' | 'local' | 'resource' | 'parameter' | 'condition' | 'mapping';
  /** As it is referred to, such as `var.kms_key_arn`. */
  readonly name: string;
  readonly place: Place;
}

export const nowhere: Origin = { place: undefined, way: [] };

export function isAbsent(value: Value): boolean {
  return value.kind === 'absent' || (value.kind === 'choice' && value.arms.every(isAbsent));
}
