/** Work that is done one after the other, so that the last word is the newest. */
export interface Sequence {
  readonly add: (work: () => Promise<void>) => void;
  /** Resolves when all is done that has been added by now; undefined when nothing is left to do. */
  readonly underWay: () => Promise<void> | undefined;
}

/** `onDone` is called whenever nothing is left to do. What fails is logged, and the next is done. */
export function makeSequence(log: (error: unknown) => void, onDone: () => void): Sequence {
  let last: Promise<void> | undefined;
  return {
    add(work) {
      const before: Promise<void> = last ?? Promise.resolve();
      const mine: Promise<void> = before
        .then(work)
        .catch(log)
        .then(() => {
          if (last !== mine) return;
          last = undefined;
          onDone();
        });
      last = mine;
    },
    underWay: () => last,
  };
}
