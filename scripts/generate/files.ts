import { rules } from '../../server/src/core/rules/index';
import { unusedSuppression } from '../../server/src/core/suppression/suppress';
import type { GeneratedFile } from './generated-file';
import { notices } from './notices';
import { rulePages } from './rule-pages';
import { ruleSettings } from './rule-settings';

/** Everything that `npm run generate` writes, as it must be. */
export function generated(root: string): readonly GeneratedFile[] {
  return [...rulePages(root, rules), ruleSettings(root, [...rules, unusedSuppression]), notices(root)];
}
