import type { Finding, Severity } from './model/finding';
import type { Message } from './model/message';
import type { Rule } from './model/rule';
import type { SourceFile } from './source';
import type { TextEdit } from './text/edit';

/** What is on by choice of the user: the severity of rules by id; a rule that is not named has its own. */
export interface Settings {
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export interface Report {
  /** Sorted by path and place. */
  readonly findings: readonly ReportedFinding[];
}

export interface ReportedFinding extends Omit<Finding, 'fixes'> {
  readonly rule: Rule;
  readonly severity: Severity;
  /** Made when asked for. */
  readonly fixes: () => readonly OfferedFix[];
}

/** A fix that can be written in the language of its file. */
export interface OfferedFix {
  /** Unique among the fixes of a finding. */
  readonly title: Message;
  readonly safety: 'safe' | 'suggestion';
  readonly preferred: boolean;
  /** Made when asked for. The edits of one file are disjoint and sorted. */
  readonly edits: () => readonly FileEdits[];
}

export interface FileEdits {
  readonly path: string;
  readonly edits: readonly TextEdit[];
}

/** The whole of Trailseal: files in, findings and edits out. Terraform files of one folder are judged together. */
export function analyze(_files: readonly SourceFile[], _settings: Settings): Report {
  return { findings: [] };
}
