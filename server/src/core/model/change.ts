/** A change of meaning. Each dialect knows how to write each of them; nothing else does. Resources are named by address. */
export type Change =
  /** The trail is encrypted with an existing key. */
  | { readonly kind: 'encrypt-trail'; readonly trail: string; readonly key: string }
  /** A new key, with its policy and alias, is made for the trail, and the trail is encrypted with it. */
  | { readonly kind: 'encrypt-trail-with-new-key'; readonly trail: string }
  /** The key's policy gets the statements that it lacks to let CloudTrail use the key for the trail. */
  | { readonly kind: 'let-trail-use-key'; readonly key: string; readonly trail: string }
  /** The trail is encrypted with a key that is an input from now on: a variable or a parameter without a default. */
  | { readonly kind: 'encrypt-trail-with-input'; readonly trail: string }
  /** The call of the module that makes the trail passes this for an input, by which the module gives it a key. */
  | { readonly kind: 'set-input'; readonly trail: string; readonly input: string; readonly value: boolean }
  /** A property of the trail that is spelt wrong gets the name that is meant. */
  | { readonly kind: 'rename-property'; readonly trail: string; readonly written: string; readonly meant: string };
