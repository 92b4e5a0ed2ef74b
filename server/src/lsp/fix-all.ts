import type { CancellationToken, CodeAction, CodeActionParams, Connection } from 'vscode-languageserver';
import { safeFix } from '../core/fix-all';
import { editsOf } from '../core/mending';
import { message, render } from '../core/model/message';
import type { Features } from './features';
import type { Snapshot } from './unit';
import type { Readers } from './withholding';
import type { Workspace } from './workspace';
import { toWorkspaceEdit } from './workspace-edit';

/** What editors ask for when a file is saved. It is a kind of `source.fixAll`. */
export const fixAllKind = 'source.fixAll.trailseal';

/**
 * What makes all fixes of a document that nobody has to be asked about, where there are any and the request names the kind. Its edit comes with it, as it is
 * asked for to be made at once, and is of this document only: whoever saves a file does not expect others to change. Nor does a file change
 * that does not read, before or after.
 */
export async function fixAllActions(
  { textDocument: { uri }, context: { only } }: CodeActionParams,
  connection: Connection,
  workspace: Workspace,
  features: Features,
  readers: Readers,
  token: CancellationToken,
): Promise<readonly CodeAction[]> {
  const asked = workspace.get(uri);
  if (!asked || !only?.some(includesFixAll)) return [];
  const snapshot = await workspace.ready(uri);
  const isCurrent = () => workspace.get(uri)?.version === asked.version && !token.isCancellationRequested;
  if (!snapshot || !isCurrent() || !hasSafeFix(snapshot, asked.path)) return [];
  const { mending, taken } = await snapshot.fixAll(asked.path, {
    findObstacle: async ({ edits }) =>
      edits.some(({ path }) => path !== asked.path) ? 'it changes other files' : undefined,
    async findUnreadable({ after }, step) {
      if ((await readers[after.language]?.(after.path, after.text)) !== false) return undefined;
      const sentence = `${after.path} would not read.`;
      if (step) connection.console.error(`"${render(step.fix.title)}" is left out: ${sentence}`);
      return sentence;
    },
    isOver: () => !isCurrent(),
  });
  // Meanwhile somebody may have typed, or given up.
  if (taken.length === 0 || !isCurrent()) return [];
  const files = editsOf(mending).flatMap(({ path, edits }) => {
    const file = snapshot.file(path);
    const label = message('Make all safe fixes');
    return file ? [{ file, edits: edits.map((edit) => ({ ...edit, label, decide: [] })) }] : [];
  });
  const edit = toWorkspaceEdit(files, workspace, features, { isPreviewed: false, active: undefined });
  return [{ title: 'Make all safe fixes of Trailseal in this file', kind: fixAllKind, edit }];
}

/** A kind stands for all that are below it, but the empty one: that is the menu of what one points at. */
export function includesFixAll(kind: string): boolean {
  return kind !== '' && `${fixAllKind}.`.startsWith(`${kind}.`);
}

function hasSafeFix({ report }: Snapshot, path: string): boolean {
  return report.findings.some((finding) => finding.place.path === path && safeFix(finding) !== undefined);
}
