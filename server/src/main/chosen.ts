import type { ReportedFinding, Settings } from '../core/analyze';
import { rules } from '../core/rules/index';
import { unusedSuppression } from '../core/suppression/suppress';
import { Misuse, type Options, suggest } from './arguments';

/** The rules that the user asks for. */
export interface Chosen {
  readonly settings: Settings;
  /** Some are on because others need to know what they say. */
  readonly isChosen: (finding: Pick<ReportedFinding, 'rule'>) => boolean;
}

/** All that can be asked for by name. */
export const choosableRules = [...rules, unusedSuppression];

/** A rule that is asked for by name, or with all others, is on even where it is off by default, and what is asked for by name is no mere hint. */
export function chosenRules({ allRules, rules: named }: Pick<Options, 'allRules' | 'rules'>): Chosen {
  const ids = choosableRules.map(({ id }) => id);
  for (const id of named) if (!ids.includes(id)) throw new Misuse(`there is no rule "${id}"${suggest(id, ids)}`);
  // What suppresses nothing is only known where all rules are asked.
  const areAllAsked = named.length === 0 || named.includes(unusedSuppression.id);
  const severities = choosableRules.map(({ id, severity }) => {
    if (named.includes(id)) return [id, severity === 'off' || severity === 'hint' ? 'warning' : severity] as const;
    return [id, severity === 'off' && allRules ? 'warning' : severity] as const;
  });
  return {
    settings: { severities: Object.fromEntries(severities), ...(!areAllAsked && { asked: named }) },
    isChosen: ({ rule }) => named.length === 0 || named.includes(rule.id),
  };
}
