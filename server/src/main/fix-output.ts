import type { Fixed } from './fix';
import type { Done } from './fix-done';
import type { Left } from './fix-left';
import { count, describe, describeRelated } from './output';

/** A line for each fix that was made, then one for each finding that is left with what can be done about it, and a sum. */
export function toFixText({ done, left, writings, files }: Fixed, dryRun: boolean, colour: boolean): string {
  const lines = [
    ...done.map((each) => describeDone(each, dryRun)),
    ...left.flatMap((each) => [describe(each, colour), ...describeWhy(each)]),
  ];
  const written = new Set(writings.map(({ shown }) => shown)).size;
  const made = `${count(done.length, 'fix', 'fixes')} in ${count(written, 'file')}${dryRun ? ' would be made' : ''}.`;
  const nothing = done.length === 0;
  const sum = nothing ? `Nothing was fixed in ${count(files, 'file')}.` : made;
  return `${[...lines, [sum, ...sayLeft(left)].join(' ')].join('\n')}\n`;
}

function describeDone({ path, line, title, resource, rule, others }: Done, dryRun: boolean): string {
  const also = others.length > 0 ? ` (also in ${others.join(', ')})` : '';
  return `${path}:${line} ${dryRun ? 'would be fixed' : 'fixed'} ${resource}: ${title}${also} ${rule}`;
}

function describeWhy(left: Left): readonly string[] {
  const { why } = left;
  switch (why.kind) {
    case 'unsafe':
      return [`    --unsafe: ${why.title}`];
    case 'withheld':
      return [`    withheld: ${why.title}. ${why.obstacle}`];
    case 'choice':
      return why.titles.map((title, index) => `    ${index === 0 ? 'choose: ' : 'or: '}${title}`);
    case 'elsewhere':
      return [
        ...describeRelated(left),
        `    put this into the policy of ${left.resource}, where that is written:`,
        ...why.text
          .trimEnd()
          .split('\n')
          .map((line) => `      ${line}`),
      ];
    case 'nothing':
      return [...describeRelated(left), '    nothing here could mend it'];
  }
}

function sayLeft(left: readonly Left[]): readonly string[] {
  const findings = left.filter(({ severity }) => severity !== 'hint');
  const hints = left.length - findings.length;
  const unsafe = left.filter(({ why }) => why.kind === 'unsafe').length;
  if (left.length === 0) return ['No findings are left.'];
  const parts = [
    ...(findings.length > 0 ? [count(findings.length, 'finding')] : []),
    ...(hints > 0 ? [count(hints, 'hint')] : []),
  ];
  const isOne = left.length === 1;
  const sum = `${parts.join(' and ')} ${isOne ? 'is' : 'are'} left`;
  if (unsafe === 0) return [`${sum}.`];
  return [`${sum}; --unsafe has a fix for ${unsafe === left.length ? (isOne ? 'it' : 'all') : unsafe}.`];
}
