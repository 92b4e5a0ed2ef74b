import type { Change } from './change';
import type { Message } from './message';
import type { Place } from './place';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What a rule has to say of one place. */
export interface Finding {
  readonly place: Place;
  /** The Terraform address or the logical id. */
  readonly resource: string;
  /** The addresses of the trail that is at fault, or of all that use what is: the one that is spoken of first. */
  readonly trails: readonly string[];
  readonly message: Message;
  /** What led to the verdict, in the order in which one would follow it. */
  readonly related: readonly Related[];
  /** Made when asked for. */
  readonly fixes: (isWanted: IsWanted) => readonly Fix[];
}

/** Where a finding is, and what it is about: all that it takes to know whether somebody wants to hear of it. */
export type Whereabouts = Pick<Finding, 'place' | 'resource' | 'related'>;

/** Whether a rule is on and nobody suppresses what it would say there: what is not wanted is not to be mended on the way, either. */
export type IsWanted = (rule: string, where: Whereabouts) => boolean;

export interface Related {
  readonly place: Place;
  readonly message: Message;
}

/** A way to make a finding go away. */
export interface Fix {
  /** A verb phrase; names the decision where one has to be made. Unique among the fixes of a finding. */
  readonly title: Message;
  /** `safe` may run on save; a `suggestion` creates resources, costs money or needs a decision. */
  readonly safety: 'safe' | 'suggestion';
  /** At most one fix of a finding is what most people want. */
  readonly preferred: boolean;
  readonly changes: readonly Change[];
  /** Of a fix that no edit here could be: what is to be put elsewhere, for the clipboard. */
  readonly copies?: () => string;
}
