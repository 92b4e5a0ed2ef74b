import type { Check } from './check';
import type { CheckedFinding } from './checked-finding';

/** One object, for programs. */
export function toJson({ findings, files }: Check): string {
  const rows = findings.map(({ rule, severity, path, line, column, endLine, endColumn, resource, message }) => ({
    rule,
    severity,
    path,
    line,
    column,
    endLine,
    endColumn,
    resource,
    message,
  }));
  return `${JSON.stringify({ findings: rows, files })}\n`;
}

/** A line per finding, with what led to it indented below, and a sum. */
export function toText({ findings, files }: Check, colour: boolean): string {
  const lines = findings.flatMap((finding) => [
    describe(finding, colour),
    ...finding.related.map(({ path, line, column, message }) => `    ${path}:${line}:${column} ${message}`),
  ]);
  return `${[...lines, `${findings.length === 0 ? 'No findings' : count(findings.length, 'finding')} in ${count(files, 'file')}.`].join('\n')}\n`;
}

function describe({ path, line, column, severity, message, rule }: CheckedFinding, colour: boolean): string {
  const word = colour ? `\u001B[${severity === 'error' ? red : yellow}m${severity}\u001B[0m` : severity;
  return `${path}:${line}:${column} ${word} ${message} ${rule}`;
}

const red = 31;
const yellow = 33;

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
