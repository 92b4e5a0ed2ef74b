import type { OfferedFix, ReportedFinding } from './analyze';
import type { FileEdits } from './model/edits';
import { render } from './model/message';
import { rules } from './rules/index';
import { readSource, type SourceFile } from './source';
import type { Syntax } from './syntax/parser';
import { composeEdits } from './text/compose';
import { applyEdits, type TextEdit } from './text/edit';

/** Files on the way from what is found in them to what is left: one fix after the other, each made for what those before it have left. */
export interface Mending {
  readonly original: readonly SourceFile[];
  readonly files: readonly SourceFile[];
  /** What was made of each file, by path: the edits of each step speak of the text that the steps before have left. */
  readonly made: ReadonlyMap<string, readonly (readonly TextEdit[])[]>;
  /** The findings that have had their turn. See `namesOf`. */
  readonly tried: ReadonlySet<string>;
  /** Those that have none so far, as there was no fix for them: they are asked again when all others have had theirs. */
  readonly passed: ReadonlySet<string>;
  /** Whether anything was made since the first of them was passed, so that there may be a fix now. */
  readonly isAskedAgain: boolean;
  /** How many may have their turn: so many that it only matters where each fix makes work for another. */
  readonly mostTried: number | undefined;
}

/** A fix that may be made next. */
export interface Step {
  /** Of the finding. See `namesOf`. */
  readonly name: string;
  readonly finding: ReportedFinding;
  readonly fix: OfferedFix;
  readonly edits: readonly FileEdits[];
  readonly changed: readonly Changed[];
  /** Why it cannot be written: a fault of ours. Then it has no edits, and is to be left. */
  readonly fault: { readonly error: unknown } | undefined;
}

/** A file before and after a step. */
export interface Changed {
  readonly before: SourceFile;
  readonly after: SourceFile;
}

/** Which fix of a finding is to be made, if any. */
export type Choice = (finding: ReportedFinding) => OfferedFix | undefined;

/** What comes next, and what is known then. */
export interface Next {
  readonly mending: Mending;
  readonly step: Step | undefined;
}

export function startMending(files: readonly SourceFile[], tried: ReadonlySet<string> = new Set()): Mending {
  return {
    original: files,
    files,
    made: new Map(),
    tried,
    passed: new Set(),
    isAskedAgain: false,
    mostTried: undefined,
  };
}

/** In the order of the rules: what one fix makes, such as a key, another may use. The findings are those of the files as they are now. */
export function nextStep(mending: Mending, findings: readonly ReportedFinding[], choose: Choice, syntax: Syntax): Next {
  // What is mended may bring to light what the other rules have to say of the same.
  const { files, tried, mostTried = tried.size + findings.length * rules.length } = mending;
  if (tried.size >= mostTried) return { mending, step: undefined };
  const names = namesOf(findings);
  const passed = new Set(mending.passed);
  for (const finding of [...findings].sort((a, b) => orderOf(a) - orderOf(b))) {
    const name = names.get(finding) ?? '';
    if (tried.has(name) || passed.has(name)) continue;
    const fix = choose(finding);
    const step = fix && stepOf({ name, finding, fix }, files, syntax);
    if (step) return { mending: { ...mending, passed, mostTried }, step };
    passed.add(name);
  }
  const asked = { ...mending, passed, mostTried, isAskedAgain: false };
  return mending.isAskedAgain
    ? nextStep({ ...asked, passed: new Set() }, findings, choose, syntax)
    : { mending: asked, step: undefined };
}

/** Undefined where the fix would change nothing. */
function stepOf(
  chosen: Pick<Step, 'name' | 'finding' | 'fix'>,
  files: readonly SourceFile[],
  syntax: Syntax,
): Step | undefined {
  try {
    const edits = chosen.fix.edits();
    if (edits.length === 0) return undefined;
    const changed = files.flatMap((before) => {
      const after = withEdits(before, edits, syntax);
      return after ? [{ before, after }] : [];
    });
    return { ...chosen, edits, changed, fault: undefined };
  } catch (error) {
    return { ...chosen, edits: [], changed: [], fault: { error } };
  }
}

export function take(mending: Mending, { name, edits, changed }: Step): Mending {
  const made = new Map(mending.made);
  for (const file of edits) made.set(file.path, [...(made.get(file.path) ?? []), file.edits]);
  const files = mending.files.map((file) => changed.find(({ before }) => before === file)?.after ?? file);
  return { ...mending, files, made, tried: new Set([...mending.tried, name]), isAskedAgain: true };
}

/** The finding has had its turn, and stays. */
export function leave(mending: Mending, { name }: Pick<Step, 'name'>): Mending {
  return { ...mending, tried: new Set([...mending.tried, name]) };
}

/** The files that are not as they were. */
export function changedIn({ original, files }: Mending): readonly Changed[] {
  return original.flatMap((before, index) => {
    const after = files[index];
    return after && after !== before ? [{ before, after }] : [];
  });
}

/** All that was made of the files, as one set of edits for each. */
export function editsOf({ original, made }: Mending): readonly FileEdits[] {
  return original.flatMap(({ path, text }) => {
    const steps = made.get(path);
    return steps ? [{ path, edits: composeEdits(text.length, steps) }] : [];
  });
}

/**
 * What each finding is known by while others come and go. Those that are alike are counted from the end, as the first of them has the
 * first turn.
 */
export function namesOf(findings: readonly ReportedFinding[]): ReadonlyMap<ReportedFinding, string> {
  const names = new Map<ReportedFinding, string>();
  const counts = new Map<string, number>();
  for (const finding of [...findings].reverse()) {
    // One that has more to say, or less, than it had when it was mended has another turn.
    const alike = `${finding.rule.id} ${finding.resource} ${finding.place.path} ${render(finding.message)}`;
    const count = counts.get(alike) ?? 0;
    counts.set(alike, count + 1);
    names.set(finding, `${alike} ${count}`);
  }
  return names;
}

/** A suppression may be of use as long as there is something to mend. */
function orderOf({ rule }: ReportedFinding): number {
  const index = rules.indexOf(rule);
  return index < 0 ? rules.length : index;
}

function withEdits(file: SourceFile, edits: readonly FileEdits[], syntax: Syntax): SourceFile | undefined {
  const own = edits.find(({ path }) => path === file.path);
  if (!own) return undefined;
  const { path, folder, language, text } = file;
  return readSource(syntax, { path, folder, language, text: applyEdits(text, own.edits) }, file);
}
