import type { CodeAction, CodeActionParams, Connection } from 'vscode-languageserver';
import { safeFix } from '../core/fix-all';
import { editsOf, type Step } from '../core/mending';
import { message, render } from '../core/model/message';
import type { Features } from './features';
import type { Snapshot } from './unit';
import { type Reads, readersWith } from './withholding';
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
  accepts: Reads | undefined,
): Promise<readonly CodeAction[]> {
  const asked = workspace.get(uri);
  if (!asked || !only?.some(includesFixAll)) return [];
  const snapshot = await workspace.ready(uri);
  const isCurrent = () => workspace.get(uri)?.version === asked.version;
  if (!snapshot || !isCurrent() || !hasSafeFix(snapshot, asked.path)) return [];
  const readers = readersWith(accepts);
  const { mending, taken } = await snapshot.fixAll(asked.path, async ({ changed, edits, fix }: Step) => {
    if (edits.some(({ path }) => path !== asked.path)) return 'it changes other files';
    for (const { after } of changed) {
      if ((await readers[after.language]?.(after.path, after.text)) === false) {
        const sentence = `"${render(fix.title)}" is left out: ${after.path} would not read.`;
        connection.console.error(sentence);
        return sentence;
      }
    }
    return undefined;
  });
  // While the judge was asked, somebody may have typed.
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
