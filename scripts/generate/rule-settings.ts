import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '../../server/src/core/model/finding';
import type { Rule } from '../../server/src/core/model/rule';
import type { GeneratedFile } from './generated-file';

/** The part of package.json that is made here. Its words are in package.nls.json and its translations. */
interface Manifest {
  readonly contributes: { readonly configuration: readonly { readonly properties: Record<string, Setting> }[] };
}

interface Setting {
  properties?: unknown;
}

/** From quiet to loud, as the editor's list shows them. */
const ranks: Readonly<Record<Severity | 'off', number>> = { off: 0, hint: 1, information: 2, warning: 3, error: 4 };
const severities = Object.entries(ranks)
  .sort(([, a], [, b]) => a - b)
  .map(([severity]) => severity);

/** package.json with the severity of each rule in the setting `trailseal.rules`. */
export function ruleSettings(root: string, rules: readonly Rule[]): GeneratedFile {
  const path = 'package.json';
  const manifest: Manifest = JSON.parse(readFileSync(join(root, path), 'utf8'));
  const found = manifest.contributes.configuration.flatMap(({ properties }) => properties['trailseal.rules'] ?? []);
  if (found.length !== 1) throw new Error(`${path} must have the setting trailseal.rules once.`);
  for (const setting of found) {
    setting.properties = Object.fromEntries(rules.map((rule) => [rule.id, settingOf(rule)]));
  }
  return { path, text: `${JSON.stringify(manifest, null, 2)}\n` };
}

function settingOf({ id, severity }: Rule): unknown {
  return {
    type: 'string',
    enum: severities,
    default: severity,
    markdownDescription: `%configuration.rules.${id}%`,
  };
}
