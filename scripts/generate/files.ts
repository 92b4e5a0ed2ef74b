import { rules } from '../../server/src/core/rules/index';
import { unusedSuppression } from '../../server/src/core/suppression/suppress';
import type { Syntax } from '../../server/src/core/syntax/parser';
import type { GeneratedFile } from './generated-file';
import { notices } from './notices';
import { rulePages } from './rule-pages';
import { ruleSettings } from './rule-settings';
import { snippetFiles } from './snippets';

/** Everything that `npm run generate` writes, as it must be. */
export function generated(root: string, syntax: Syntax): readonly GeneratedFile[] {
  return [
    ...rulePages(root, rules),
    ruleSettings(root, [...rules, unusedSuppression]),
    ...snippetFiles(syntax),
    notices(root),
  ];
}
