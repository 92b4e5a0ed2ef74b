/** What is done while nobody waits, and whether waiting for it pays. */
export interface BackgroundWork {
  /** The work tells what it meets, and hears whether to go on. */
  readonly run: (work: (meet: (files: number, entries: number) => 'go on' | 'end') => Promise<void>) => void;
  /** Whether there was nothing left to do once. */
  readonly isDoneOnce: () => boolean;
  /** Resolves when nothing is left to do, or it turns out that this takes long; undefined when it is so already. */
  readonly soon: () => Promise<void> | undefined;
}

/** When more has been met than that, the rest is not waited for. */
const few: Met = { files: 500, entries: 5000 };

/** When more has been met than that, the rest is not looked at. */
const most: Met = { files: 20_000, entries: 100_000 };

/** How many Terraform files, and how many files and folders in all. */
interface Met {
  readonly files: number;
  readonly entries: number;
}

export function backgroundWork(log: (error: unknown) => void, onDone: () => void): BackgroundWork {
  let running = 0;
  let isDoneOnce = false;
  let met: Met = { files: 0, entries: 0 };
  let gate: { readonly promise: Promise<void>; readonly open: () => void } | undefined;
  const openGate = () => {
    gate?.open();
    gate = undefined;
  };
  const meet = (files: number, entries: number) => {
    const isOver = isMore(met, most);
    met = { files: met.files + files, entries: met.entries + entries };
    if (isMore(met, few)) openGate();
    if (!isMore(met, most)) return 'go on';
    if (!isOver) log(tooMuch);
    return 'end';
  };
  return {
    run(work) {
      if (running++ === 0) {
        met = { files: 0, entries: 0 };
        gate = makeGate();
      }
      void work(meet)
        .catch(log)
        .then(() => {
          if (--running > 0) return;
          isDoneOnce = true;
          openGate();
          onDone();
        });
    },
    isDoneOnce: () => isDoneOnce,
    soon: () => gate?.promise,
  };
}

const tooMuch = `The workspace has more than ${most.files} Terraform files or ${most.entries} files and folders: calls of modules in the rest of it are not known.`;

function isMore(met: Met, than: Met): boolean {
  return met.files > than.files || met.entries > than.entries;
}

function makeGate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
