import type { OfferedFix, ReportedFinding } from '../core/analyze';
import { render } from '../core/model/message';
import type { Snapshot } from './unit';

/** What an action carries from the offer to the choice: which it is, and no more. */
export type ActionReference = FixReference | SecureReference;

/** All that is found of a trail is to be mended. */
export interface SecureReference {
  readonly uri: string;
  readonly secures: string;
  /** Whether the user wants to see it first. */
  readonly previewed?: true;
}

export interface FixReference {
  readonly uri: string;
  readonly rule: string;
  readonly resource: string;
  /** Which of the findings of the same rule, resource and file: two blocks may, for a while, have one address. */
  readonly nth: number;
  readonly title: string;
  readonly previewed?: true;
}

export function referenceTo(fix: OfferedFix, finding: ReportedFinding, snapshot: Snapshot, uri: string): FixReference {
  return {
    uri,
    rule: finding.rule.id,
    resource: finding.resource,
    nth: alike(snapshot, finding.place.path, finding.rule.id, finding.resource).indexOf(finding),
    title: render(fix.title),
  };
}

/** The fix that is meant, as things are now; undefined where it is not offered any more. */
export function findFix(reference: FixReference, snapshot: Snapshot, path: string): OfferedFix | undefined {
  const finding = alike(snapshot, path, reference.rule, reference.resource)[reference.nth];
  return finding?.fixes().find((fix) => render(fix.title) === reference.title);
}

/** Undefined for what is no reference. */
export function readReference(data: unknown): ActionReference | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { uri, secures, previewed, rule, resource, nth, title } = data as Readonly<
    Partial<Record<keyof FixReference | keyof SecureReference, unknown>>
  >;
  if (typeof uri !== 'string') return undefined;
  const shown = previewed === true && { previewed: true as const };
  if (typeof secures === 'string') return { uri, secures, ...shown };
  if (typeof rule !== 'string' || typeof resource !== 'string') return undefined;
  if (typeof nth !== 'number' || typeof title !== 'string') return undefined;
  return { uri, rule, resource, nth, title, ...shown };
}

function alike(snapshot: Snapshot, path: string, rule: string, resource: string): readonly ReportedFinding[] {
  return snapshot.report.findings.filter(
    (finding) => finding.place.path === path && finding.rule.id === rule && finding.resource === resource,
  );
}
