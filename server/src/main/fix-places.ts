import { changedIn, editsOf, type Mending } from '../core/mending';
import type { Place } from '../core/model/place';
import type { SourceFile } from '../core/source';
import { originOf, type TextEdit } from '../core/text/edit';
import { span } from '../core/text/span';

/** Where things are for whoever reads of them: in files as they are on disk. */
export interface Places {
  readonly placeOf: (place: Place) => Place;
  readonly sourceAt: (path: string) => SourceFile | undefined;
}

/** By path, the files that were changed and are not written: as they are on disk, and the edits that were made, one set after the other. */
export type Pending = Map<string, { readonly source: SourceFile; readonly steps: readonly (readonly TextEdit[])[] }>;

export function addPending(pending: Pending, mending: Mending): void {
  const edits = new Map(editsOf(mending).map((each) => [each.path, each.edits]));
  for (const { before } of changedIn(mending)) {
    const { source, steps } = pending.get(before.path) ?? { source: before, steps: [] };
    pending.set(before.path, { source, steps: [...steps, edits.get(before.path) ?? []] });
  }
}

/** `sourceAt` gives files with all that was made of them. */
export function placesOnDisk(sourceAt: Places['sourceAt'], pending: Pending): Places {
  return {
    sourceAt: (path) => pending.get(path)?.source ?? sourceAt(path),
    placeOf(place) {
      const { source, steps } = pending.get(place.path) ?? {};
      if (!source || !steps) return place;
      // Behind its last line a file has none.
      const last = source.text.trimEnd().length;
      const onDisk = (offset: number) => Math.min(steps.reduceRight(originOf, offset), last);
      return { path: place.path, span: span(onDisk(place.span.start), onDisk(place.span.end)) };
    },
  };
}
