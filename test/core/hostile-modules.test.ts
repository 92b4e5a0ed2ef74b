import assert from 'node:assert/strict';
import { syntax as loading } from '../syntax';
import { keysOnly, run, type Texts } from './run';

const trail = `variable "key" {
  default = null
}

resource "aws_cloudtrail" "main" {
  s3_bucket_name = "logs"
  kms_key_id     = var.key
}
`;

const own = 'aws_cloudtrail.main';

/** Folders of modules that nobody means. Judging them has to end, with what is found in them. */
const hostile: Readonly<Record<string, { readonly texts: Texts; readonly found: readonly string[] }>> = {
  'each module calls the next one twice': {
    texts: chain(30, (next) => call('a', next, 'key = var.key') + call('b', next, 'key = var.key')),
    found: [],
  },
  'each module calls the next one a thousand times': {
    texts: chain(10, (next) => call('a', next, 'count = 1000\n  key = var.key')),
    found: [],
  },
  'a chain of a hundred modules': { texts: chain(100, (next) => call('a', next, 'key = var.key')), found: [own] },
  'each module passes on what it makes of its input twice': {
    texts: chain(18, (next) => call('a', next, 'key = "${var.key}${var.key}"')),
    found: [],
  },
  'a thousand calls of a trail': {
    texts: new Map([
      ['main.tf', Array.from({ length: 1000 }, (_, index) => call(`c${index}`, './m', '')).join('')],
      ['m/main.tf', trail],
    ]),
    found: [own, ...Array.from({ length: 1000 }, (_, index) => `module.c${index}.${own}`)],
  },
  'a thousand callers of a trail': {
    texts: new Map([
      ...Array.from({ length: 1000 }, (_, index) => [`r${index}/main.tf`, call('t', '../m', 'key = "x"')] as const),
      ['m/main.tf', trail],
    ]),
    found: [],
  },
  'circles of modules': {
    texts: new Map(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((name, _, all) => [
        [`${name}/main.tf`, all.map((other) => call(other, `../${other}`, 'key = var.key')).join('') + trail] as const,
      ]),
    ),
    found: Array.from({ length: 7 }, () => own),
  },
};

describe('hostile modules', () => {
  for (const [name, { texts, found }] of Object.entries(hostile)) {
    it(`${name}: ends`, async () => {
      const { findings, explanations } = run(texts, await loading, keysOnly);
      assert.deepEqual(findings.map(({ resource }) => resource).sort(), [...found].sort());
      explanations();
    });
  }
});

/** Modules that call each other in a row; the last one has a trail. */
function chain(length: number, calls: (next: string) => string): Texts {
  const input = 'variable "key" {\n  default = null\n}\n';
  const texts = Array.from({ length }, (_, index) => {
    const folder = index === 0 ? '' : `m${index}/`;
    return [`${folder}main.tf`, input + calls(index === 0 ? './m1' : `../m${index + 1}`)] as const;
  });
  return new Map([...texts, [`m${length}/main.tf`, trail]]);
}

function call(name: string, source: string, body: string): string {
  return `module "${name}" {\n  source = "${source}"\n  ${body}\n}\n`;
}
