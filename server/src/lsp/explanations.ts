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

/** An explanation, and whether its verdict is said already where one points: a hover shows the warnings, too. */
export interface Asked extends Explanation {
  readonly isReported: boolean;
}

/** Each verdict with the way to its value as a table; empty where there is nothing to add. */
export function asMarkdown(explanations: readonly Asked[], linked: Linked): string {
  const sections = explanations
    .map((explanation) => sectionOf(explanation, linked))
    .filter((section) => section !== '');
  // Two rules may look at one setting.
  return [...new Set(sections)].join('\n\n---\n\n');
}

/** The same for a client without Markdown: each step is a line. */
export function asPlainText(explanations: readonly Asked[], linked: Linked): string {
  const lineOf = ({ what, value, place }: ExplainedStep) => {
    const where = place ? ` (${labelOf(linked(place.path, place.span.start))})` : '';
    return `  ${plainTextOf(what)}: ${plainTextOf(value)}${where}`;
  };
  const sections = explanations.map(({ verdict, steps }) => [plainTextOf(verdict), ...steps.map(lineOf)].join('\n'));
  return [...new Set(sections)].join('\n\n');
}

function sectionOf({ verdict, steps, isReported }: Asked, linked: Linked): string {
  // The first step is the setting itself: without others it is what one points at.
  const table = steps.length > 1 ? tableOf(steps, linked) : [];
  return [...(isReported ? [] : [markdownOf(verdict), '']), ...table].join('\n').trimEnd();
}

const short = 20;

/** The links come first, where they are in sight however narrow the editor is. A long value is said once as long as it stays the same. */
function tableOf(steps: readonly ExplainedStep[], linked: Linked): readonly string[] {
  const values = steps.map(({ value }) => markdownOf(value));
  const rows = steps.map(({ what, place }, index) => {
    const said = values[index] ?? '';
    const value = said.length > short && said === values[index - 1] ? '' : said;
    return `| ${[place ? linkTo(place, linked) : '', markdownOf(what), value].map(inCell).join(' | ')} |`;
  });
  return ['| where | what | value |', '| --- | --- | --- |', ...rows];
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
