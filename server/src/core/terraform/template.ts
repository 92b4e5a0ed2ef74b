import type { BlueprintText } from '../blueprints/text';
import type { Deployment } from './deployment';

/** A blueprint's text as a quoted template. */
export function templateOf(text: BlueprintText, deployment: Pick<Deployment, 'sourceOf'>): string {
  return `"${text.map((part) => (typeof part === 'string' ? escapeTemplate(part) : deployment.sourceOf(part))).join('')}"`;
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
