import type { Message } from './message';
import type { Place } from './place';

/** Why the verdict on a setting of a resource is what it is. */
export interface Explanation {
  /** The Terraform address or the logical id. */
  readonly resource: string;
  /** Where one asks for it: the header of the resource, and the setting where it is written. */
  readonly places: readonly Place[];
  /** A sentence of Markdown. */
  readonly verdict: Message;
  /** The way of the value, from the setting to where it was written first. */
  readonly steps: readonly ExplainedStep[];
}

export interface ExplainedStep {
  /** What it is, in a few words of Markdown. */
  readonly what: Message;
  /** Undefined for what is not written. */
  readonly place: Place | undefined;
  /** What it comes to there, in a few words of Markdown. */
  readonly value: Message;
}
