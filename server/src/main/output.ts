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
  const lines = findings.flatMap((finding) => [describe(finding, colour), ...describeRelated(finding)]);
  // Hints are not what one is to mend before going on, nor what the exit status tells of.
  const hints = findings.filter(({ severity }) => severity === 'hint').length;
  const others = findings.length - hints;
  const found = `${others === 0 ? 'No findings' : count(others, 'finding')}${hints === 0 ? '' : ` and ${count(hints, 'hint')}`}`;
  return `${[...lines, `${found} in ${count(files, 'file')}.`].join('\n')}\n`;
}

export function describeRelated({ related }: CheckedFinding): readonly string[] {
  return related.map(({ path, line, column, message }) => `    ${path}:${line}:${column} ${message}`);
}

export function describe({ path, line, column, severity, message, rule }: CheckedFinding, colour: boolean): string {
  const word = colour ? `\u001B[${colours[severity] ?? blue}m${severity}\u001B[0m` : severity;
  return `${path}:${line}:${column} ${word} ${message} ${rule}`;
}

const blue = 34;
const colours: Readonly<Record<string, number>> = { error: 31, warning: 33 };

export function count(number: number, thing: string, things = `${thing}s`): string {
  return `${number} ${number === 1 ? thing : things}`;
}
