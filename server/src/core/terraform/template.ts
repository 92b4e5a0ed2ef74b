import type { BlueprintPart, BlueprintText } from '../blueprints/text';

/** What stands in a quoted template for a part of a blueprint's text. */
export type SourceOfPart = (part: BlueprintPart) => string;

/** A blueprint's text as a quoted template. */
export function templateOf(text: BlueprintText, sourceOf: SourceOfPart): string {
  return `"${text.map((part) => (typeof part === 'string' ? escapeTemplate(part) : sourceOf(part))).join('')}"`;
}

/** Text as it stands inside a quoted template. */
export function escapeTemplate(text: string): string {
  return text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/([$%])\{/g, '$1$1{');
}
