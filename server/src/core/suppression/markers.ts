import { type Span, span } from '../text/span';
import { equivalentsOf, everyEquivalentOf } from './equivalents';
import type { Tool } from './suppression';

/** What a comment, or a text that stands for one, says of findings. Spans count from the start of that text. */
export interface Mark {
  readonly tool: Tool;
  readonly rules: readonly string[];
  readonly reach: Reach;
  /** Up to the next mark, or the end of the text. */
  readonly span: Span;
  readonly reason: string | undefined;
  readonly until: string | undefined;
  /** Attributes that what it covers has to have, by name. */
  readonly wanted: readonly (readonly [name: string, value: string])[];
  /** Where our ids are written, as a list with commas. */
  readonly ids: Span;
}

/** `beside` is the line that it ends, or what follows it; `around` the resource that it stands in. */
export type Reach = 'beside' | 'beside or around' | 'around' | 'next line' | 'next block' | 'file';

/** Whether there is anything in a text that may be a suppression: most texts have none, and cost this. */
export function mayHoldSuppression(text: string): boolean {
  return anything.test(text);
}

export function mayHoldMark(text: string): boolean {
  return marker.test(text);
}

export function mayHoldMetadata(text: string): boolean {
  return metadata.test(text);
}

const marker = /(?:checkov|bridgecrew):skip=|t(?:rivy|fsec):ignore:|kics-scan\s|#ts:skip=|trailseal:ignore/;
const metadata = /rules_to_suppress|SuppressedRules|ignore_checks|runterrascan\.io\/skip|\bcheckov\b|\bTrailseal\b/;
const anything = new RegExp(`${marker.source}|${metadata.source}`);

/** The forms of each tool, and what each says. Where the pattern matches, the mark starts. */
const forms: readonly {
  /** What the pattern does not match without. */
  readonly sign: string;
  readonly pattern: RegExp;
  readonly read: (
    match: RegExpMatchArray,
  ) => Pick<Mark, 'tool' | 'rules' | 'reach' | 'reason'> &
    Partial<Pick<Mark, 'until' | 'wanted'>> & { readonly ids?: string };
}[] = [
  {
    // (checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html)
    sign: ':skip=',
    pattern: /(?:checkov|bridgecrew):skip= *(\w+)(?::([^\r\n]*))?/g,
    read: ([, check = '', reason]) => ({
      tool: 'checkov',
      rules: equivalentsOf('checkov', check),
      reach: 'around',
      reason,
    }),
  },
  {
    // A workspace (`:ws:NAME`) is taken as given: nothing here knows of one.
    // (trivy.dev/latest/docs/scanner/misconfiguration/config/config: filtering by inline comments)
    sign: ':ignore:',
    pattern: /(?:trivy|tfsec):ignore:([^\s:[\]]+)(?:\[([^\s\]]*)\])?(\S*)/g,
    read: ([, check = '', attributes = '', options = '']) => {
      const until = /:exp:([^\s:]*)/.exec(options)?.[1];
      return {
        tool: 'trivy',
        // What does not read as a day ends nothing, and begins nothing.
        rules: until === undefined || isDay(until) ? equivalentsOf('trivy', check) : [],
        reach: 'beside',
        reason: undefined,
        until,
        wanted: attributes.split(',').flatMap((each) => {
          const [name, value] = each.split('=');
          return name && value !== undefined ? [[name, value] as const] : [];
        }),
      };
    },
  },
  {
    // (docs.kics.io/latest/running-kics: using commands on scanned files as comments)
    sign: 'kics-scan',
    pattern: /kics-scan\s+(ignore-line|ignore-block|ignore|disable=|enable=)([\w,-]*)[^\r\n]*/g,
    read: ([, command = '', queries = '']) => readKics(command, queries.split(',')),
  },
  {
    // (runterrascan.io/docs/usage/in-file_instrumentation)
    sign: '#ts:skip=',
    pattern: /#ts:skip=([\w.-]+)([^\r\n]*)/g,
    read: ([, check = '', reason]) => ({
      tool: 'terrascan',
      rules: equivalentsOf('terrascan', check),
      reach: 'around',
      reason,
    }),
  },
  {
    sign: 'trailseal:ignore',
    pattern: /trailseal:ignore(?![\w-])(?:[ \t]+([a-z][\w-]*(?:[ \t]*,[ \t]*[a-z][\w-]*)*))?(?:[ \t:]+([^\r\n]*))?/g,
    read: ([, ids = '', reason]) => ({
      tool: 'trailseal',
      rules: ids.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()])),
      reach: 'beside or around',
      reason,
      ids,
    }),
  },
];

function isDay(text: string): boolean {
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text);
}

function readKics(command: string, queries: readonly string[]): Pick<Mark, 'tool' | 'rules' | 'reach' | 'reason'> {
  const named = queries.flatMap((query) => equivalentsOf('kics', query));
  const every = everyEquivalentOf('kics');
  const where = { tool: 'kics', reason: undefined } as const;
  switch (command) {
    case 'ignore-line':
      return { ...where, reach: 'next line', rules: every };
    case 'ignore-block':
      return { ...where, reach: 'next block', rules: every };
    case 'disable=':
      return { ...where, reach: 'file', rules: named };
    case 'enable=':
      return { ...where, reach: 'file', rules: every.filter((rule) => !named.includes(rule)) };
    default:
      return { ...where, reach: 'file', rules: every };
  }
}

/** The marks of a text, in order. */
export function marksIn(text: string): readonly Mark[] {
  const found = forms
    .filter(({ sign }) => text.includes(sign))
    .flatMap(({ pattern, read }) =>
      [...text.matchAll(pattern)].flatMap((match) =>
        isWordStart(text, match.index) ? [{ at: match.index, end: match.index + match[0].length, ...read(match) }] : [],
      ),
    )
    .sort((a, b) => a.at - b.at);
  return found.map(({ at, end, ids = '', ...mark }, index) => {
    const limit = Math.min(end, found[index + 1]?.at ?? end);
    const written = ids === '' ? end : text.indexOf(ids, at + 'trailseal:ignore'.length);
    const reason = limit < end ? mark.reason?.slice(0, mark.reason.length - (end - limit)) : mark.reason;
    return {
      until: undefined,
      wanted: [],
      ...mark,
      span: span(at, limit),
      ids: span(written, written + ids.length),
      reason: reason?.replace(/\*\/\s*$/, '').trim() || undefined,
    };
  });
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !/[\w-]/.test(text[at - 1] ?? '');
}
