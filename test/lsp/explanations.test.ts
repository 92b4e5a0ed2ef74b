import { equal } from 'node:assert/strict';
import { message } from '../../server/src/core/model/message';
import { type Asked, asMarkdown, asPlainText, type Linked } from '../../server/src/lsp/explanations';

const uris: Readonly<Record<string, string>> = {
  main: 'file:///work/main.tf',
  inputs: 'file:///work/mod (1)/in|puts.tf',
};
const linked: Linked = (path, offset) => ({
  uri: uris[path] ?? path,
  line: path === 'notes' ? undefined : offset + 1,
  isElsewhere: path === 'inputs',
});
const at = (path: string, start: number) => ({ path, span: { start, end: start + 1 } });

const explanation: Asked = {
  resource: 'aws_cloudtrail.main',
  isReported: false,
  places: [at('main', 0)],
  verdict: message('`{0}` is **not** encrypted: {1}', 'aws_cloudtrail.main', message('{0} of {1}', 'a_b', '<i>')),
  steps: [
    { what: message('`{0}`', 'aws_cloudtrail.main.kms_key_id'), place: at('main', 2), value: message('nothing') },
    { what: message('default of `{0}`', 'k|k'), place: at('inputs', 6), value: message('`{0}`', '`a` | "b"') },
    { what: message('`{0}`', 'file'), place: at('notes', 1), value: message('`{0}`', 'x'.repeat(200)) },
    { what: message('`{0}`', 'same'), place: at('main', 1), value: message('`{0}`', 'x'.repeat(200)) },
    { what: message('condition `{0}`', 'var.a\n  ? 1 : 2'), place: undefined, value: message('not known: {0}', 'a|b') },
  ],
};

describe('an explanation', () => {
  it('is a sentence and a table in Markdown', () => {
    equal(
      asMarkdown([explanation], linked),
      `\`aws_cloudtrail.main\` is **not** encrypted: a\\_b of \\<i\\>

| where | what | value |
| --- | --- | --- |
| [main.tf:3](file:///work/main.tf#L3) | \`aws_cloudtrail.main.kms_key_id\` | nothing |
| [mod (1)/in\\|puts.tf:7](file:///work/mod%20%281%29/in%7Cputs.tf#L7) | default of \`k\\|k\` | \`\` \`a\` \\| "b" \`\` |
| [notes](notes) | \`file\` | \`${'x'.repeat(79)}…\` |
| [main.tf:2](file:///work/main.tf#L2) | \`same\` |  |
|  | condition \`var.a ? 1 : 2\` | not known: a\\|b |`,
    );
  });

  it('is a line for each step in plain text', () => {
    equal(
      asPlainText([{ ...explanation, steps: explanation.steps.slice(0, 2) }], linked),
      `aws_cloudtrail.main is **not** encrypted: a_b of <i>
  aws_cloudtrail.main.kms_key_id: nothing (main.tf:3)
  default of k|k: \`a\` | "b" (mod (1)/in|puts.tf:7)`,
    );
  });

  it('says nothing again that is said already', () => {
    const [first] = explanation.steps;
    const known: Asked = { ...explanation, isReported: true, steps: first ? [first] : [] };
    equal(asMarkdown([known], linked), '');
    equal(asMarkdown([{ ...explanation, isReported: true }], linked).startsWith('| where |'), true);
  });

  it('stands below another, with a line between', () => {
    const short: Asked = { ...explanation, verdict: message('One.'), steps: [] };
    const other: Asked = { ...short, verdict: message('Two.') };
    equal(asMarkdown([short, other], linked), 'One.\n\n---\n\nTwo.');
    equal(asPlainText([short, other], linked), 'One.\n\nTwo.');
  });

  it('is there once, however many rules give it', () => {
    equal(asMarkdown([explanation, explanation], linked), asMarkdown([explanation], linked));
    equal(asPlainText([explanation, explanation], linked), asPlainText([explanation], linked));
  });
});
