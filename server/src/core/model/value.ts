import type { Message } from './message';
import type { Place } from './place';
import type { Text } from './text';

/**
 * What an attribute comes to under the declared defaults.
 *
 * `absent` is not written, `null`, `""` or `AWS::NoValue`. `unknown` is never absent: no file on disk decides it, and the reason says why.
 */
export type Value = { readonly origin: Origin } & (
  | { readonly kind: 'absent' }
  /** `json` is what a text is the JSON of, where that has been made here: with its places. */
  | { readonly kind: 'literal'; readonly value: string | number | boolean; readonly json?: Value }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value> }
  /**
   * A value that exists once the resource does: never absent. `attribute` is the path below the resource, such as `arn`; of the resource
   * itself it is empty, and `member` gives what is written or known below it.
   */
  | {
      readonly kind: 'reference';
      readonly resource: string;
      readonly attribute: string;
      readonly member?: (name: string) => Value;
    }
  /** One of these; which one is not known. */
  | { readonly kind: 'choice'; readonly arms: readonly Value[] }
  /**
   * `fails` where working it out is an error, which is what `try` looks for; `isUnfinished` where some text that decides it is being typed.
   * `text` is what is known of a text, `json` what it is the JSON of.
   */
  | {
      readonly kind: 'unknown';
      readonly reason: Message;
      readonly fails?: true;
      readonly isUnfinished?: true;
      readonly text?: Text;
      readonly json?: Value;
    }
);

/** Where a value was written and the way it came from there, nearest step first. */
export interface Origin {
  /** Undefined for what is not written anywhere. */
  readonly place: Place | undefined;
  readonly way: readonly WayStep[];
}

/** One step of the way: an input or local through which the value came. */
export interface WayStep {
  /**
   * `variable` is a default that a caller, or whoever runs the module, may replace; `assignment` a value that a file of variables gives
   * one; `argument` what a call passes to a module, and `default` the default of what it does not pass. `parameter` is a template's input. `open` is an input of either kind that nothing here gives a value.
   */
  readonly kind:
    | 'variable'
    | 'assignment'
    | 'argument'
    | 'default'
    | 'open'
    | 'output'
    | 'local'
    | 'resource'
    | 'parameter'
    | 'condition'
    | 'mapping';
  /** As it is referred to, such as `var.kms_key_arn`. */
  readonly name: string;
  /** The address of the call that an `argument` or `default` belongs to, such as `module.trail`. */
  readonly of?: string;
  readonly place: Place;
  /** What it comes to. */
  readonly value: Value;
}

/** Whether it is an input of what is judged. */
export function isInput({ kind }: WayStep): boolean {
  return kind === 'variable' || kind === 'assignment' || kind === 'parameter';
}

export const nowhere: Origin = { place: undefined, way: [] };

export function isAbsent(value: Value): boolean {
  return always(value, ({ kind }) => kind === 'absent');
}

/** Whether it holds of the value, whichever it is: of each arm of a choice. */
export function always(value: Value, holds: (arm: Value) => boolean): boolean {
  return value.kind === 'choice'
    ? value.arms.length > 0 && value.arms.every((arm) => always(arm, holds))
    : holds(value);
}
