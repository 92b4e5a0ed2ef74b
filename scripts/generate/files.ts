import { rules } from '../../server/src/core/rules/index';
import { notices } from './notices';
import { rulePages } from './rule-pages';
import { ruleSettings } from './rule-settings';

/** A file that is made from others. */
export interface GeneratedFile {
  /** From the root of the project, with `/` between its parts. */
  readonly path: string;
  /** Undefined for a file that must not be there. */
  readonly text: string | undefined;
}

/** Everything that `npm run generate` writes, as it must be. */
export function generated(root: string): readonly GeneratedFile[] {
  return [...rulePages(root, rules), ruleSettings(root, rules), notices(root)];
}
