import type { Place } from '../model/place';
import type { TextEdit } from '../text/edit';
import type { Span } from '../text/span';

/** What somebody has written to say that findings of some rules are not wanted somewhere. */
export interface Suppression {
  readonly tool: Tool;
  /** The ids of our rules that it covers. Of ours they may be no rules at all: see `isOurs`. */
  readonly rules: readonly string[];
  /** Where it is written. */
  readonly place: Place;
  /** What it covers, in the same file. */
  readonly scope: Span;
  readonly reason: string | undefined;
  /** The day on which it ends, such as 2030-01-31; undefined where it has no end. */
  readonly until: string | undefined;
  /** The Terraform address or the logical id of what it stands in or above; empty where there is none. */
  readonly resource: string;
  /** Where one of the rules is named; the whole of it where it is not named by our id. */
  readonly placeOf: (rule: string) => Place;
  /** What it takes to have it cover the rule no more: all of it goes where it covers nothing else. Of ours only. */
  readonly without: (rule: string) => readonly TextEdit[];
}

/** tfsec has become trivy, which reads the comments of both. */
export type Tool = 'trailseal' | 'checkov' | 'trivy' | 'kics' | 'terrascan' | 'cfn-guard' | 'cfn-lint' | 'cfn-nag';

export function isOurs({ tool }: Suppression): boolean {
  return tool === 'trailseal';
}
