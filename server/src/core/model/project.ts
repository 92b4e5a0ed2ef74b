import type { Place } from './place';
import type { Value } from './value';

/** Trails and what they use, whatever language they are written in. */
export interface Project {
  readonly trails: readonly Trail[];
  /** Made when asked for: only fixes want them. */
  readonly keys: () => readonly Key[];
}

/** A setting of a resource. */
export interface Setting {
  readonly value: Value;
  /** The value as it is written; undefined where the attribute is not written. */
  readonly place: Place | undefined;
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
  /** What its key must go with: the provider and Region of its bucket, or the condition that it is created under. */
  readonly keyDeployment: string;
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
