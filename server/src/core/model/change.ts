/**
 * A change of meaning. Each dialect knows how to write each of them; nothing else does. Resources are named by address. What is written for a
 * key and comes to nothing by default stays, and the key is for when it does; what is there `instead` goes.
 */
export type Change =
  /** The trail is encrypted with an existing key. */
  | { readonly kind: 'encrypt-trail'; readonly trail: string; readonly key: string; readonly instead?: true }
  /** A new key, with its policy and alias, is made for the trail, and the trail is encrypted with it. */
  | { readonly kind: 'encrypt-trail-with-new-key'; readonly trail: string; readonly instead?: true }
  /** The trail is encrypted with a key that is an input from now on: a variable or a parameter without a default. */
  | { readonly kind: 'encrypt-trail-with-input'; readonly trail: string; readonly instead?: true }
  /** In place of an alias, the trail is encrypted with the key that the alias stands for. */
  | { readonly kind: 'encrypt-trail-with-key-of-alias'; readonly trail: string }
  /** The same of an event data store. */
  | { readonly kind: 'encrypt-store'; readonly store: string; readonly key: string }
  | { readonly kind: 'encrypt-store-with-new-key'; readonly store: string }
  | { readonly kind: 'encrypt-store-with-input'; readonly store: string }
  /** The key's policy gets the statements that it lacks to let CloudTrail use the key for the trails, and for an S3 Bucket Key if there is to be one. */
  | {
      readonly kind: 'let-trails-use-key';
      readonly key: string;
      readonly trails: OneOrMore;
      readonly forBucketKey?: true;
    }
  | { readonly kind: 'let-store-use-key'; readonly key: string; readonly store: string }
  /** The statements of the key's policy that let CloudTrail use it for trails of any account do so for this account's only. */
  | { readonly kind: 'close-key-to-other-accounts'; readonly key: string; readonly trail: string }
  /**
   * The bucket encrypts what it gets with an existing key, by SSE-KMS; `as` a trail names it, where that is given. Without an S3 Bucket Key where
   * that key may not be ready for one.
   */
  | {
      readonly kind: 'encrypt-bucket';
      readonly bucket: string;
      readonly key: string;
      readonly as?: string;
      readonly withoutBucketKey?: true;
    }
  /** The same with what the trail names as its key, whichever that is; without an S3 Bucket Key, which that key may not be ready for. */
  | { readonly kind: 'encrypt-bucket-with-key-of-trail'; readonly bucket: string; readonly trail: string }
  /** The same with a new key, which the trail may use as well. */
  | {
      readonly kind: 'encrypt-bucket-with-new-key';
      readonly bucket: string;
      readonly trail: string;
      readonly withoutBucketKey?: true;
    }
  /** The bucket's policy gets the statements that it lacks to let CloudTrail write the logs of the trails; where there is no policy, one is made. */
  | { readonly kind: 'let-trails-write-to-bucket'; readonly bucket: string; readonly trails: OneOrMore }
  /** Nobody can make the bucket, or what is in it, public. */
  | { readonly kind: 'block-public-access'; readonly bucket: string }
  /** Who accesses the bucket is logged in another one, whose name is an input from now on. */
  | { readonly kind: 'log-access-to-input'; readonly bucket: string }
  /** The trail sends its events to a log group, which is made with the role that CloudTrail needs for it. */
  | { readonly kind: 'send-to-new-log-group'; readonly trail: string }
  /** A setting that is on or off becomes what is given; `setting` is its name in the language. */
  | { readonly kind: 'set-switch'; readonly resource: string; readonly setting: string; readonly value: boolean }
  /** The call of the module that makes the trail or event data store passes this for an input. */
  | { readonly kind: 'set-input'; readonly resource: string; readonly input: string; readonly value: boolean }
  /** An input of what is judged becomes this, by its default or what a file gives it; `input` is what one calls it. */
  | { readonly kind: 'set-own-input'; readonly input: string; readonly value: boolean }
  /** A property of the trail or event data store that is spelt wrong gets the name that is meant. */
  | { readonly kind: 'rename-property'; readonly resource: string; readonly written: string; readonly meant: string };

export type OneOrMore = readonly [string, ...string[]];
