import { type Message, render } from '../core/model/message';

/** A message whose template is Markdown. Its arguments are any text: as code where the template says so, else as plain words. */
export function markdownOf({ template, arguments: args }: Message): string {
  return template.replace(/`\{(\d+)\}`|\{(\d+)\}/g, (whole, code: string | undefined, word: string | undefined) => {
    const argument = args[Number(code ?? word)];
    if (argument === undefined) return whole;
    if (code !== undefined) return asCode(typeof argument === 'string' ? argument : render(argument));
    return typeof argument === 'string' ? plainly(shorten(argument)) : markdownOf(argument);
  });
}

/** The same with no signs of Markdown. */
export function plainTextOf({ template, arguments: args }: Message): string {
  return template.replace(/`?\{(\d+)\}`?/g, (whole, index) => {
    const argument = args[Number(index)];
    if (argument === undefined) return whole;
    return typeof argument === 'string' ? shorten(argument) : plainTextOf(argument);
  });
}

/** Markdown as the cell of a table, where a bar ends the cell even within code. (github.github.com/gfm, Tables) */
export function inCell(markdown: string): string {
  return markdown.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}

/** Text that means nothing in Markdown or HTML. */
export function plainly(text: string): string {
  return text.replace(/[\\`*_[\]<>&~#$!]/g, '\\$&');
}

/** In characters. */
const longest = 80;

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const signs = [...line];
  return signs.length > longest ? `${signs.slice(0, longest - 1).join('')}…` : line;
}

/** Between as many backticks as do not occur within. (spec.commonmark.org, Code spans) */
function asCode(text: string): string {
  const short = shorten(text);
  const longestRun = Math.max(0, ...(short.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  const space = longestRun > 0 ? ' ' : '';
  return `${fence}${space}${short}${space}${fence}`;
}
