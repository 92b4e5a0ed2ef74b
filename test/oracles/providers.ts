import type { Texts } from '../core/run';

/** The module with the configurations of the provider for AWS that it names and, as a spec is about something else, does not have. */
export function withProviders(texts: Texts): Texts {
  const all = [...texts.values()].join('\n');
  const named = namesIn(all, /[=:]\s*"?(?:\$\{)?aws\.(\w+)/g);
  const configured = namesIn(all, /\balias"?\s*[=:]\s*"(\w+)"/g);
  const missing = [...named].filter((name) => !configured.has(name));
  if (missing.length === 0) return texts;
  // What a module passes on has to be its own.
  const plain = /\baws"?\s*[=:]\s*"?aws\b(?!\.)/.test(all) && !/^provider "aws" \{(?![^}]*\balias\b)/m.test(all);
  const blocks = missing.map((name) => `provider "aws" {\n  alias = "${name}"\n}\n`);
  if (plain) blocks.push('provider "aws" {}\n');
  return new Map([...texts, ['trailseal_providers.tf', blocks.join('\n')]]);
}

function namesIn(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set([...text.matchAll(pattern)].map(([, name = '']) => name));
}
