import type { Message } from './message';
import type { Place } from './place';
import type { NearMiss } from './policy/near';
import type { Value } from './value';

/** Trails and what they use, whatever language they are written in. */
export interface Project {
  readonly trails: readonly Trail[];
  /** Itself, or all of what it is a part of. */
  readonly whole: () => Project;
  readonly stores: () => readonly EventDataStore[];
  /** Made when asked for: only fixes want them. */
  readonly keys: () => readonly Key[];
  /** The calls of modules that are not read, and so may make trails that nobody checks. */
  readonly unreadCalls: () => readonly UnreadCall[];
  /** Whether others call it, who would have to pass each input that is added to it; undefined as long as that is not known. */
  readonly isCalled: () => boolean | undefined;
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
  /** Its name, where that is written in what is judged. */
  readonly named: Place | undefined;
  /** The whole of it, where it is written: with its name, and in the module of a trail that a call makes. */
  readonly written: Place | undefined;
}

/** A setting that is on or off. */
export interface Switch extends Setting {
  /**
   * What an edit would set to this value, as one calls it: the setting itself, the input that decides it, or what a call passes. Undefined
   * where no edit here could.
   */
  readonly setBy: (value: boolean) => string | undefined;
}

/** A name that the language does not know, written for one that it knows. */
export interface Misspelling {
  readonly written: string;
  readonly meant: string;
  readonly place: Place;
  readonly value: Value;
}

export interface Resource {
  /** The Terraform address or the logical id. Unique in its project. */
  readonly address: string;
  /** What a finding about the resource as a whole points at: of one that a called module makes, the call. */
  readonly header: Place;
}

/** A bucket or key that a trail uses. */
export interface UsedResource extends Resource {
  /** Where it is written; for one that a called module makes that is elsewhere than its header. */
  readonly declaration: Place;
  /** Whether it is written in what is judged, and not in a module that it calls. */
  readonly isHere: boolean;
  /** Whether the call that makes a trail makes it as well: then it is judged there, too. */
  readonly isMadeWith: (call: MakingCall) => boolean;
}

/** What records events: it is made where it is written, or by a call of the module that it is written in. */
export interface Recorder<T> extends Resource {
  readonly kmsKey: Setting;
  /** Whether an edit could give it a key: not where the value comes in a form that no edit would keep the meaning of. */
  readonly takesKey: () => boolean;
  /** A property that is meant to be the key and is not, because of its spelling. */
  readonly misspelledKey: Misspelling | undefined;
  /** Inputs of what is judged, each of which would by itself give it a key that is in sight. */
  readonly flags: () => readonly Flag[];
  /** Whether an earlier block has the same address, by which a change could not tell them apart. */
  readonly isRedeclared: boolean;
  /** The call of a module that makes it; undefined for one that is written where it is judged. */
  readonly call: MakingCall | undefined;
  /** The same as each call in the workspace makes it. */
  readonly inCallers: () => InCallers<T>;
  /**
   * What its key must go with: the provider and Region of a trail's bucket, or the condition that it is created under. Undefined where what is
   * judged cannot tell, or has to know the key before it is made: then the key comes from outside.
   */
  readonly keyDeployment: string | undefined;
}

export interface Trail extends Recorder<Trail> {
  /** Notes what says that there is the trail, and where: for one who keeps what is found of it. See `tracking.ts`. */
  readonly noteOrigin: () => void;
  readonly logging: Switch;
  readonly logFileValidation: Switch;
  readonly multiRegion: Switch;
  readonly globalServiceEvents: Switch;
  /** The CloudWatch log group that it sends its events to. */
  readonly logGroup: Setting;
  /** Whether an edit could give it one. */
  readonly takesLogGroup: () => boolean;
  /** Whether it is for all accounts of an organization. */
  readonly organization: Setting;
  /** The bucket that it writes to, where that is in sight. */
  readonly bucket: () => Bucket | undefined;
  /** The key that it is encrypted with, where that is in sight; also by way of an alias. */
  readonly key: () => Key | undefined;
  /** The alias that it names in place of a key; undefined where it is not known to do so. */
  readonly alias: () => Alias | undefined;
  /** One that has no key by itself, as it is with each key that a call in the workspace makes it use by what it passes. */
  readonly withKeysByCalls: () => readonly Trail[];
  /** Of such a one, what makes it so. */
  readonly byCall: PassedInput | undefined;
}

/** What a call passes to the module that is judged. */
export interface PassedInput {
  /** As one calls it there, such as `var.create_key`. */
  readonly input: string;
  /** Its value, as it is written. */
  readonly says: string;
  /** The address of the call, where it is written. */
  readonly call: string;
  readonly place: Place;
}

export interface InCallers<T> {
  readonly made: readonly T[];
  /** Whether no call decides what it is, so that its defaults do: not while something is being read, or typed. */
  readonly isLeftToDefaults: boolean;
}

/** A call of a module that makes a trail or an event data store, right away or by calling others. */
export interface MakingCall {
  /** Such as `module.trail`. */
  readonly address: string;
  /** What it makes, where that is written. */
  readonly declaration: Place;
  /** Whether the module is a copy that was fetched from elsewhere: nothing is said about it there. */
  readonly isInstalled: boolean;
  /** Whether it passes something for the key, which stays where it may be one. */
  readonly passesKey: () => boolean;
  /** What it could pass instead of what it does, each by itself, to make the module give it a key that it has or makes. */
  readonly switches: () => readonly KeySwitch[];
}

/** An input of a module and a value for it. */
export interface InputValue {
  readonly input: string;
  readonly value: boolean;
}

export interface KeySwitch extends InputValue {
  /** Whether CloudTrail could not use that key, as the module by itself has it. */
  readonly isRefused: boolean;
}

/** An input that is off or on, as one calls it, and the key that would be used if it were the other. */
export interface Flag extends InputValue {
  /** The value as the language writes it there, such as `yes`. */
  readonly says: string;
  readonly key: Key;
}

/** A name for a key, given where the key itself should be. */
export interface Alias {
  /** As one would call it: its address, or the alias as it is written. */
  readonly name: string;
  /** `arn` works, and differs from what AWS says on every plan of Terraform's; `name` is refused; `managed` is a key of AWS that trails cannot use. */
  readonly kind: 'arn' | 'name' | 'managed';
  /** What the key that it stands for is called, where an edit can name that instead. */
  readonly key: string | undefined;
}

export interface EventDataStore extends Recorder<EventDataStore> {
  /** Whether one that exists is replaced, with all that is in it, where it is given a key. */
  readonly isReplacedForKey: boolean;
}

export interface Bucket extends UsedResource {
  /** The algorithm by which it encrypts what it gets by default: `aws:kms`, `aws:kms:dsse`, `AES256`; absent where none is written. */
  readonly encryption: Setting;
  /** The key that it encrypts with, where that is in sight. */
  readonly key: () => Key | undefined;
  /** Whether an edit could make it encrypt with a key: with this one, if there is one yet, which may not itself need the bucket. */
  readonly takesKey: (key?: Key) => boolean;
  /** Whether what names the trail's key there would name it here, wherever the bucket is made. */
  readonly sharesName: (trail: Trail) => boolean;
  /** Whether an edit could have it name as its key what the trail does, whichever key that is. */
  readonly takesKeyOf: (trail: Trail) => boolean;
  /** Whether it uses an S3 Bucket Key: literal, absent or unknown. */
  readonly bucketKey: Value;
  /** Whether S3 writes access logs to it, which takes SSE-S3: undefined where that is not known. */
  readonly isLogTarget: () => boolean | undefined;
  /** A literal true where it is open to anybody, by an ACL or its policy. */
  readonly isPublic: Setting;
  /** Whether an edit could block that. */
  readonly takesBlock: () => boolean;
  /** Where its accesses are logged: absent where they are not. */
  readonly accessLog: Setting;
  readonly takesAccessLog: () => boolean;
  /** Whether its policy lets CloudTrail write the logs of the trail: as the trail is, or as it will be with a key. */
  readonly letsWrite: (trail: Trail, withKey?: true) => Permission;
  /** Statements that would let CloudTrail write those of all of them, as JSON, for one who has to put them elsewhere. */
  readonly statementsFor: (trails: readonly Trail[]) => string;
}

export interface Key extends UsedResource {
  /** Whether it is sure to be one symmetric key for encryption that is there when the trail is, where its bucket is. */
  readonly fits: (trail: Trail | EventDataStore) => boolean;
  readonly rotation: Switch;
  /** Whether KMS could rotate it: a symmetric key for encryption whose material is its own. Undefined where that is not known. */
  readonly isRotatable: boolean | undefined;
  /** Whether its policy lets CloudTrail use it for the trail: as the trail's bucket is, or as it will be with an S3 Bucket Key. */
  readonly letsUse: (trail: Trail | EventDataStore, forBucketKey?: true) => Permission;
  /** Statements that would let CloudTrail use it for all of them, as JSON. */
  readonly statementsFor: (trails: readonly Trail[]) => string;
  /** Whether its policy lets CloudTrail encrypt for trails of any account: a literal true where a statement does. */
  readonly isOpen: (trail: Trail) => Permission;
}

/** What a policy says to CloudTrail. */
export interface Permission extends Setting {
  /** `name` is that of the policy, the value a literal true or false, or unknown; absent policies are a literal false. */
  readonly value: Value;
  /** The statements that say so: those that allow it, or else those that deny it. */
  readonly because: readonly Place[];
  /** Those that come near to allowing what is lacking. */
  readonly misses: readonly NearMiss[];
  /** The actions that are not allowed, such as `kms:GenerateDataKey`. */
  readonly lacking: readonly string[];
  /** Whether an edit here could add what is lacking, or restrict what is too open. */
  readonly takesStatements: boolean;
}
