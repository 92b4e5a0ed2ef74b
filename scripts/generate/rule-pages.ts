import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../../server/src/core/model/rule';
import type { GeneratedFile } from './generated-file';

const sources = 'server/src/core/rules';
const manual = 'docs/rules';
const tableInReadme = /(<!-- rules -->\n)[\s\S]*?(<!-- \/rules -->)/;

/** The manual of the rules, and their table in README.md where that has a place for it. */
export function rulePages(root: string, rules: readonly Rule[]): readonly GeneratedFile[] {
  const pages = rules.map(({ id }) => ({ path: `${manual}/${id}.md`, text: page(root, id) }));
  const index = { path: `${manual}/README.md`, text: manualIndex(rules) };
  const kept = new Set([...pages, index].map(({ path }) => path));
  return [...pages, index, ...strays(root, kept), ...readme(root, rules)];
}

function page(root: string, id: string): string {
  const source = `${sources}/${id}.md`;
  if (!existsSync(join(root, source))) throw new Error(`The rule ${id} has no page: write ${source}.`);
  const text = readFileSync(join(root, source), 'utf8');
  if (!text.startsWith(`# ${id}\n`)) throw new Error(`${source} must begin with the heading "# ${id}".`);
  return `<!-- Made from ${source} by npm run generate. -->\n\n${text}`;
}

function manualIndex(rules: readonly Rule[]): string {
  return `<!-- Made from ${sources}/ by npm run generate. -->

# Rules

Each rule can be given another severity, or be turned off, in the setting \`trailseal.rules\`. A dash stands for no control of Security Hub: the
page says what happens instead.

${table(rules, '.')}
## Ignoring a finding

The quick fix _Ignore ... here (give a reason)_ writes one of these, for one rule and one resource. Any text after the rule is the reason.

\`\`\`terraform
# trailseal:ignore trail-single-region there is a second trail for the other Regions
resource "aws_cloudtrail" "audit" {
\`\`\`

\`\`\`yaml
AuditTrail:
  Type: AWS::CloudTrail::Trail
  Metadata:
    Trailseal:
      ignore:
        - rule: trail-single-region
          reason: there is a second trail for the other Regions
\`\`\`

In the JSON of Terraform the comment is the property \`"//"\` of the resource. Comments of Checkov, Trivy, tfsec, KICS, Terrascan, cfn-guard and cfn-lint that silence the
same finding are honoured: those of Trivy and tfsec until the day that they name (\`:exp:2030-01-31\`), and where no other value is written for the attributes that they name
(\`[name=audit]\`); a workspace (\`:ws:NAME\`) is taken as given.

A suppression of Trailseal's own that suppresses nothing any more is shown as a hint, \`unused-suppression\`, with a fix that removes it, and one that mends
a misspelt rule. It has its severity in \`trailseal.rules\` like a rule.
`;
}

function readme(root: string, rules: readonly Rule[]): readonly GeneratedFile[] {
  const path = 'README.md';
  if (!existsSync(join(root, path))) return [];
  const text = readFileSync(join(root, path), 'utf8');
  // Blank lines, because Markdown takes a table next to a comment for a part of it.
  const filled = `\n${table(rules, `./${manual}`)}\n`;
  return [{ path, text: text.replace(tableInReadme, (_, before, after) => `${before}${filled}${after}`) }];
}

function table(rules: readonly Rule[], folder: string): string {
  const lines = rules.map(
    ({ id, control, severity, title }) =>
      `| [${id}](${folder}/${id}.md) | ${control || '–'} | ${severity} | ${title} |\n`,
  );
  return `| rule | control | default severity | what it finds |\n| --- | --- | --- | --- |\n${lines.join('')}`;
}

/** The pages of rules that are no more. */
function strays(root: string, kept: ReadonlySet<string>): readonly GeneratedFile[] {
  const folder = join(root, manual);
  const paths = existsSync(folder) ? readdirSync(folder).map((name) => `${manual}/${name}`) : [];
  return paths.flatMap((path) => (path.endsWith('.md') && !kept.has(path) ? [{ path, text: undefined }] : []));
}
