import { parse as parseHcl } from '@cdktf/hcl2json';
import { parseDocument } from 'yaml';
import type { Texts } from '../core/run';
import { type Case, type Fixed, readCases } from './cases';
import { judgeEach } from './report';

/** The parsers of others, of what they could read before. */
describe('the parser of others', function () {
  this.timeout(300_000);

  let cases: readonly Case[];
  before(async () => {
    cases = await readCases();
  });

  for (const [judge, isOwn, complain] of [
    ['hcl2json', (name: string) => /\.(tf|tofu)$/.test(name), complaintOfHcl],
    ['JSON.parse', (name: string) => name.endsWith('.json') || name.endsWith('.template'), complaintOfJson],
    ['yaml', (name: string) => /\.ya?ml$/.test(name), complaintOfYaml],
  ] as const) {
    it(`${judge} reads a fixed file that it could read before`, async () => {
      const files = (texts: Texts) => [...texts].filter(([name]) => isOwn(name));
      const fixes = cases.filter(({ texts }) => files(texts).length > 0).flatMap((one) => one.fixes);
      const complaints = new Map<string, string | undefined>();
      const all = [...new Set(fixes.map(({ unit }) => unit.texts)), ...fixes.map(({ texts }) => texts)];
      for (const [name, text] of all.flatMap(files))
        if (!complaints.has(text)) complaints.set(text, await complain(name, text));
      judgeEach(judge, fixes, ({ unit, texts }: Fixed) =>
        files(texts)
          .filter(([name]) => complaints.get(unit.texts.get(name) ?? '') === undefined)
          .flatMap(([name, text]) => complaints.get(text)?.replace(/^/, `${name}: `) ?? []),
      );
    });
  }
});

async function complaintOfHcl(name: string, text: string): Promise<string | undefined> {
  try {
    await parseHcl(name, text);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function complaintOfJson(_: string, text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function complaintOfYaml(_: string, text: string): string | undefined {
  return parseDocument(text, { version: '1.1', logLevel: 'silent' }).errors[0]?.message;
}
