/** A spec: files, what must be found in them, and the files after some of the fixes. See CONTRIBUTING.md for the format. */
export interface Spec {
  readonly title: string;
  /** The lines between the heading and the first file. */
  readonly prose: readonly string[];
  readonly files: readonly SpecFile[];
  readonly fixes: readonly SpecFix[];
  /** The rules that are on: those that it names in its prose, or its document before the first spec; undefined for what is on by default. */
  readonly rules: readonly string[] | undefined;
}

export interface SpecFile {
  readonly name: string;
  /** The word after the fence. */
  readonly language: string;
  /** Without annotations. */
  readonly text: string;
  /** As it stands in the spec, annotations included. */
  readonly annotated: string;
}

export interface SpecFix {
  readonly title: string;
  readonly files: readonly SpecFile[];
}

export interface SpecDocument {
  /** What stands before the first spec. */
  readonly preamble: readonly string[];
  readonly specs: readonly Spec[];
}

/** What a fence without a name holds. */
const defaultNames: Readonly<Record<string, string>> = {
  terraform: 'main.tf',
  yaml: 'template.yaml',
  json: 'template.json',
};

const annotation = /^[ \t]*\^+(?:\.\.\.)? /;

/** Reads the Markdown of a file of specs: `## spec`, fenced files, `### fix`, fenced files. */
export function parseSpecs(markdown: string): SpecDocument {
  const [preamble = [], ...sections] = splitAt(markdown.split('\n'), '## ');
  const rules = rulesIn(preamble);
  return { preamble, specs: sections.map((section) => parseSpec(section, rules)) };
}

/** The Markdown that `parseSpecs` reads. */
export function renderSpecs({ preamble, specs }: SpecDocument): string {
  const lines = specs.flatMap((spec) => [
    `## ${spec.title}`,
    ...spec.prose,
    ...renderFiles(spec.files),
    ...spec.fixes.flatMap((fix) => [`### ${fix.title}`, '', ...renderFiles(fix.files)]),
  ]);
  return [...preamble, ...lines].join('\n').replace(/\n+$/, '\n');
}

/** `Rules: trail-key-alias, trail-without-kms-key` */
function rulesIn(prose: readonly string[]): readonly string[] | undefined {
  const line = prose.find((each) => each.startsWith('Rules: '));
  return line?.slice('Rules: '.length).split(', ');
}

function parseSpec(lines: readonly string[], rules: Spec['rules']): Spec {
  const [body = [], ...fixes] = splitAt(lines, '### ');
  const [heading = '', ...rest] = body;
  const firstFence = rest.findIndex((line) => line.startsWith('```'));
  const prose = firstFence < 0 ? rest : rest.slice(0, firstFence);
  return {
    title: heading.slice(3),
    prose,
    rules: rulesIn(prose) ?? rules,
    files: parseFiles(rest),
    fixes: fixes.map(([title = '', ...section]) => ({ title: title.slice(4), files: parseFiles(section) })),
  };
}

function parseFiles(lines: readonly string[]): readonly SpecFile[] {
  const files: SpecFile[] = [];
  for (let at = 0; at < lines.length; at++) {
    const fence = /^```(\S+) ?(.*)$/.exec(lines[at] ?? '');
    if (!fence) continue;
    const end = lines.indexOf('```', at + 1);
    const content = lines.slice(at + 1, end);
    const plain = content.filter((line) => !annotation.test(line));
    const language = fence[1] ?? '';
    files.push({
      name: fence[2] || defaultNames[language] || 'main.tf',
      language,
      text: plain.map((line) => `${line}\n`).join(''),
      annotated: content.map((line) => `${line}\n`).join(''),
    });
    at = end;
  }
  return files;
}

function renderFiles(files: readonly SpecFile[]): readonly string[] {
  return files.flatMap(({ name, language, annotated }) => [
    `\`\`\`${language}${name === defaultNames[language] ? '' : ` ${name}`}`,
    ...annotated.replace(/\n$/, '').split('\n'),
    '```',
    '',
  ]);
}

function splitAt(lines: readonly string[], mark: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  let fenced = false;
  for (const line of lines) {
    if (line.startsWith('```')) fenced = !fenced;
    if (!fenced && line.startsWith(mark)) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts;
}
