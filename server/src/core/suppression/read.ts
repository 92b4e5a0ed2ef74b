import { memoize } from '../memory/lazy';
import type { SourceFile } from '../source';
import { suppressionsInHcl, suppressionsInYaml } from './commented';
import { mayHoldSuppression } from './markers';
import { suppressionsInMetadata } from './metadata';
import { suppressionsInProperties } from './property';
import type { Suppression } from './suppression';

/** What is suppressed in a file, by whichever tool's comments and Metadata. */
export const suppressionsIn = memoize((file: SourceFile): readonly Suppression[] => {
  if (!mayHoldSuppression(file.text)) return none;
  switch (file.language) {
    case 'terraform':
      return suppressionsInHcl(file);
    case 'terraform-json':
      return suppressionsInProperties(file);
    case 'yaml':
      return [...suppressionsInYaml(file), ...suppressionsInMetadata(file)];
    case 'json':
      return suppressionsInMetadata(file);
    case 'terraform-variables':
    case 'terraform-variables-json':
      return none;
  }
});

const none: readonly Suppression[] = [];
