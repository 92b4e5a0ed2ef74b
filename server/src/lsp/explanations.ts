import type { ExplainedStep, Explanation } from '../core/model/explanation';
import type { Place } from '../core/model/place';
import { inCell, markdownOf, plainly, plainTextOf } from './message-markdown';
import { nameOf } from './uri';

/** A place as one gets there. */
export interface LinkedPlace {
  /** As the client spells it. */
  readonly uri: string;
  /** Counted from 1; undefined for a file whose lines are not known. */
  readonly line: number | undefined;
  /** In another folder than what is explained. */
  readonly isElsewhere: boolean;
}

export type Linked = (path: string, offset: number) => LinkedPlace;

/** Each verdict with the way to its value as a table. */
export function asMarkdown(explanations: readonly Explanation[], linked: Linked): string {
  return explanations.map((explanation) => sectionOf(explanation, linked)).join('\n\n---\n\n');
}

/** The same for a client without Markdown: each step is a line. */
export function asPlainText(explanations: readonly Explanation[], linked: Linked): string {
  const lineOf = ({ what, value, place }: ExplainedStep) => {
    const where = place ? ` (${labelOf(linked(place.path, place.span.start))})` : '';
    return `  ${plainTextOf(what)}: ${plainTextOf(value)}${where}`;
  };
  return explanations.map(({ verdict, steps }) => [plainTextOf(verdict), ...steps.map(lineOf)].join('\n')).join('\n\n');
}

function sectionOf({ verdict, steps }: Explanation, linked: Linked): string {
  const rows = steps.map(({ what, value, place }) => {
    const cells = [markdownOf(what), markdownOf(value), place ? linkTo(place, linked) : ''];
    return `| ${cells.map(inCell).join(' | ')} |`;
  });
  const table = rows.length > 0 ? ['', '| step | value | where |', '| --- | --- | --- |', ...rows] : [];
  return [markdownOf(verdict), ...table].join('\n');
}

function linkTo({ path, span }: Place, linked: Linked): string {
  const place = linked(path, span.start);
  const target = place.uri.replace(/[\s()<>|\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `[${plainly(labelOf(place))}](${target}${place.line === undefined ? '' : `#L${place.line}`})`;
}

/** The name of the file, after that of its folder where another file may have the same. */
function labelOf({ uri, line, isElsewhere }: LinkedPlace): string {
  const parts = uri.split('/').slice(isElsewhere ? -2 : -1);
  return `${parts.map(nameOf).join('/')}${line === undefined ? '' : `:${line}`}`;
}
