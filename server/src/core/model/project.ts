import type { Place } from './place';
import type { Value } from './value';

/** Trails and what they use, whatever language they are written in. */
export interface Project {
  readonly trails: readonly Trail[];
  readonly keys: readonly Key[];
}

/** A setting of a resource. */
export interface Setting {
  readonly value: Value;
  /** The value as it is written; undefined where the attribute is not written. */
  readonly place: Place | undefined;
}

interface Resource {
  /** The Terraform address or the logical id. Unique in its project. */
  readonly address: string;
  /** What a finding about the resource as a whole points at. */
  readonly header: Place;
}

export interface Trail extends Resource {
  readonly kmsKey: Setting;
}

export interface Key extends Resource {
  /** Whether the trail could use it at all: a symmetric key for encryption, of which there is exactly one. */
  readonly usable: boolean;
  /** Whether its policy speaks of CloudTrail. `none` is no policy at all: then the fix writes one. */
  readonly policy: 'none' | 'names-cloudtrail' | 'other';
}
