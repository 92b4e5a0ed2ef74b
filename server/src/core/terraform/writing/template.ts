import type { BlueprintPart, BlueprintText } from '../../blueprints/text';
import { escapeTemplate } from '../../syntax/hcl/template';

/** What stands in a quoted template for a part of a blueprint's text. */
export type SourceOfPart = (part: BlueprintPart) => string;

/** A blueprint's text as a quoted template. */
export function templateOf(text: BlueprintText, sourceOf: SourceOfPart): string {
  return `"${text.map((part) => (typeof part === 'string' ? escapeTemplate(part) : sourceOf(part))).join('')}"`;
}
