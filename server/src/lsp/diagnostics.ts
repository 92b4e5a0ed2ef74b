import { type Diagnostic, type DiagnosticRelatedInformation, DiagnosticTag } from 'vscode-languageserver';
import type { ReportedFinding } from '../core/analyze';
import { render } from '../core/model/message';
import { unusedSuppression } from '../core/suppression/suppress';
import { toRange, toSeverity } from './conversion';
import type { Features } from './features';
import type { Snapshot } from './unit';
import { nameInFolder } from './uri';
import type { Workspace } from './workspace';

/** What diagnostics are made with. */
export interface DiagnosticContext {
  readonly workspace: Pick<Workspace, 'get'>;
  readonly features: Pick<Features, 'relatedInformation' | 'codeDescription' | 'unnecessaryTag'>;
}

/** The diagnostics of the file of that path. */
export function diagnosticsOf(snapshot: Snapshot, path: string, context: DiagnosticContext): Diagnostic[] {
  return snapshot.report.findings.flatMap((finding) => toDiagnostic(snapshot, finding, path, context) ?? []);
}

/** Undefined for a finding in another file. */
export function toDiagnostic(
  snapshot: Snapshot,
  finding: ReportedFinding,
  path: string,
  context: DiagnosticContext,
): Diagnostic | undefined {
  const file = snapshot.file(path);
  if (!file || finding.place.path !== path) return undefined;
  const { relatedInformation, codeDescription, unnecessaryTag } = context.features;
  const isUnused = finding.rule === unusedSuppression;
  return {
    source: 'trailseal',
    code: finding.rule.id,
    ...(codeDescription && {
      codeDescription: { href: isUnused ? aboutIgnoring : `${pages}/${finding.rule.id}.md` },
    }),
    severity: toSeverity[finding.severity],
    range: toRange(file, finding.place.span),
    message: render(finding.message),
    ...(unnecessaryTag && isUnused && { tags: [DiagnosticTag.Unnecessary] }),
    ...(relatedInformation && { relatedInformation: related(snapshot, finding, context) }),
  };
}

const pages = 'https://github.com/trailseal/trailseal/blob/main/docs/rules';
const aboutIgnoring = `${pages}/README.md#ignoring-a-finding`;

function related(
  snapshot: Snapshot,
  finding: ReportedFinding,
  { workspace }: DiagnosticContext,
): DiagnosticRelatedInformation[] {
  return finding.related.flatMap(({ place, message }) => {
    const file = snapshot.file(place.path);
    const uri = workspace.get(place.path)?.uri ?? place.path;
    if (!file) return [];
    // Editors show the name of the file, which other folders have as well.
    const isElsewhere = file.folder !== snapshot.file(finding.place.path)?.folder;
    const said = isElsewhere ? `${render(message)} (${nameInFolder(place.path)})` : render(message);
    return [{ location: { uri, range: toRange(file, place.span) }, message: said }];
  });
}
