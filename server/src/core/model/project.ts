import type { Message } from './message';
import type { Place } from './place';
import type { Value } from './value';

/** Trails and what they use, whatever language they are written in. */
export interface Project {
  readonly trails: readonly Trail[];
  /** Made when asked for: only fixes want them. */
  readonly keys: () => readonly Key[];
  /** The calls of modules that are not read, and so may make trails that nobody checks. */
  readonly unreadCalls: () => readonly UnreadCall[];
}

export interface UnreadCall extends Resource {
  readonly reason: Message;
}

/** A setting of a resource. */
export interface Setting {
  /** As the language calls it. */
  readonly name: string;
  readonly value: Value;
  /** The value as it is written, or what a call passes for it; undefined where neither is written. */
  readonly place: Place | undefined;
  /** The whole of it, where it is written: with its name, and in the module of a trail that a call makes. */
  readonly written: Place | undefined;
}

/** A name that the language does not know, written for one that it knows. */
export interface Misspelling {
  readonly written: string;
  readonly meant: string;
  readonly place: Place;
  readonly value: Value;
}

interface Resource {
  /** The Terraform address or the logical id. Unique in its project. */
  readonly address: string;
  /** What a finding about the resource as a whole points at. */
  readonly header: Place;
}

export interface Trail extends Resource {
  readonly kmsKey: Setting;
  /** Whether an edit could give it a key: not where the value comes in a form that no edit would keep the meaning of. */
  readonly takesKey: () => boolean;
  /** A property that is meant to be the key and is not, because of its spelling. */
  readonly misspelledKey: Misspelling | undefined;
  /** Whether an earlier block has the same address, by which a change could not tell them apart. */
  readonly isRedeclared: boolean;
  /** The call of a module that makes it; undefined for a trail that is written where it is judged. */
  readonly call: TrailCall | undefined;
  /** The same trail as each call in the workspace makes it. */
  readonly inCallers: () => CalledTrails;
  /**
   * What its key must go with: the provider and Region of its bucket, or the condition that it is created under. Undefined where what is
   * judged cannot tell, or has to know the key before it is made: then the key comes from outside.
   */
  readonly keyDeployment: string | undefined;
}

export interface CalledTrails {
  readonly trails: readonly Trail[];
  /** Whether there are no others: not while something is being read, or typed. */
  readonly isComplete: boolean;
}

/** A call of a module that makes a trail, right away or by calling others. */
export interface TrailCall {
  /** Such as `module.trail`. */
  readonly address: string;
  /** The trail itself, where it is written. */
  readonly trail: Place;
  /** Whether the module is a copy that was fetched from elsewhere: nothing is said about it there. */
  readonly isInstalled: boolean;
  /** Whether it passes something for the key, which stays where it may be one. */
  readonly passesKey: () => boolean;
  /** What it could pass instead of what it does, each by itself, to make the module give the trail a key that it has or makes. */
  readonly switches: () => readonly Switch[];
}

/** An input of a module and a value for it. */
export interface Switch {
  readonly input: string;
  readonly value: boolean;
}

export interface Key extends Resource {
  /** Whether it is sure to be one symmetric key for encryption that is there when the trail is, where its bucket is. */
  readonly fits: (trail: Trail) => boolean;
  /**
   * Whether its policy lets CloudTrail in, whichever trail it is. `none` is the policy that KMS makes, which does not;
   * `unclear` is one that is not all in sight.
   */
  readonly policy: 'none' | 'lacks-statements' | 'lets-cloudtrail-in' | 'unclear';
}
