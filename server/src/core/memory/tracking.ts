/**
 * What a computation has asked of what may have another answer next time, so that it need not be done again as long as the answers are the
 * same. `note` says that something was asked; whatever keeps a result keeps with it what was noted meanwhile, and notes that again
 * whenever the result is used.
 */
export interface Kept<T> {
  readonly value: T;
  readonly noted: Noted | undefined;
}

/** Dependencies, and what was noted for results that were used. */
type Noted = ReadonlySet<object>;

/** What is being computed. */
interface Frame {
  noted: Set<object> | undefined;
}

let frame: Frame | undefined;

/** Says that what is being computed depends on something. */
export function note(dependency: object): void {
  if (!frame) return;
  frame.noted ??= new Set();
  frame.noted.add(dependency);
}

export function keep<T>(compute: () => T): Kept<T> {
  const outer = frame;
  const own: Frame = { noted: undefined };
  frame = own;
  try {
    return { value: compute(), noted: own.noted };
  } finally {
    frame = outer;
  }
}

export function use<T>({ value, noted }: Kept<T>): T {
  if (noted) note(noted);
  return value;
}

/** The result without what it depends on, which the caller notes in another way. */
export function untracked<T>(compute: () => T): T {
  return keep(compute).value;
}

/**
 * Tells whether all that was noted for a result is still so. What was noted for many is looked at once: results share what they use, and each
 * written out would be as long as all ways through it. `D` is what the dialect notes.
 */
export function stillFor<D extends object>(isSame: (dependency: D) => boolean): (kept: Kept<unknown>) => boolean {
  const answers = new Map<object, boolean>();
  const isStill = (noted: object): boolean => {
    let answer = answers.get(noted);
    if (answer === undefined) {
      answer = noted instanceof Set ? areAllStill(noted) : isSame(noted as D);
      answers.set(noted, answer);
    }
    return answer;
  };
  const areAllStill = (noted: Noted) => {
    for (const each of noted) if (!isStill(each)) return false;
    return true;
  };
  return ({ noted }) => noted === undefined || areAllStill(noted);
}
