import type { Settings } from '../core/analyze';
import type { Severity } from '../core/model/finding';
import { rules } from '../core/rules/index';
import { unusedSuppression } from '../core/suppression/suppress';

export const noSettings: Settings = { severities: {} };

/** Reads the value of the section `trailseal`. What is wrong in it is left out, and said to `complain` in a sentence. */
export function readSettings(section: unknown, complain: (sentence: string) => void): Settings {
  if (section === undefined || section === null) return noSettings;
  const { rules: chosen = {} } = isRecord(section) ? section : { rules: section };
  if (!isRecord(chosen)) {
    complain('Setting trailseal.rules is ignored: it must be an object of rule ids and severities.');
    return noSettings;
  }
  const severities: Record<string, Severity | 'off'> = {};
  for (const [id, severity] of Object.entries(chosen)) {
    if (![...rules, unusedSuppression].some((rule) => rule.id === id))
      complain(`Setting trailseal.rules: "${id}" is ignored, there is no such rule.`);
    else if (isSeverity(severity)) severities[id] = severity;
    else
      complain(
        `Setting trailseal.rules: ${JSON.stringify(severity)} for "${id}" is ignored, it must be one of ${allowed}.`,
      );
  }
  return { severities };
}

const known: Readonly<Record<Severity | 'off', true>> = {
  off: true,
  hint: true,
  information: true,
  warning: true,
  error: true,
};
const allowed = Object.keys(known).join(', ');

function isSeverity(value: unknown): value is Severity | 'off' {
  return typeof value === 'string' && Object.hasOwn(known, value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
