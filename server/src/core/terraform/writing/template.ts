import type { BlueprintPart, BlueprintText } from '../../blueprints/text';
import { escapeTemplate } from '../../syntax/hcl/template';
import type { Written } from './print';

/** What stands in a quoted template for a part of a blueprint's text. */
export type SourceOfPart = (part: BlueprintPart) => string;

/** A blueprint's text as a quoted template, or as the expression that is all of it. */
export function templateOf(text: BlueprintText, sourceOf: SourceOfPart): string {
  const inside = text.map((part) => (typeof part === 'string' ? escapeTemplate(part) : sourceOf(part)));
  const [only = ''] = inside;
  const [, expression] = (text.length === 1 && /^\$\{([^{}"]*)\}$/.exec(only)) || [];
  return expression ?? `"${inside.join('')}"`;
}

/** Several as a list, those that come to the same once. */
export function templatesOf(texts: readonly BlueprintText[], sourceOf: SourceOfPart): Written {
  const [only = '""', ...others] = new Set(texts.map((text) => templateOf(text, sourceOf)));
  return others.length === 0 ? only : { kind: 'list', values: [only, ...others] };
}
