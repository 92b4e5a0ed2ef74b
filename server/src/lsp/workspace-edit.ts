import type {
  AnnotatedTextEdit,
  ChangeAnnotation,
  Range,
  SnippetTextEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { render } from '../core/model/message';
import type { PresentedEdit, PresentedFile } from '../core/presentation';
import type { SourceFile } from '../core/source';
import { applyEdits } from '../core/text/edit';
import { lineStart, lineStarts, positionAt } from '../core/text/lines';
import { type Span, shift } from '../core/text/span';
import { toRange } from './conversion';
import type { Features } from './features';
import { nameInFolder } from './uri';
import type { Workspace } from './workspace';

export interface EditOptions {
  /** The client shows the edits before it makes them. */
  readonly isPreviewed: boolean;
  /** The path of the file that the user is in: there the cursor may be left at what is to be decided. */
  readonly active: string | undefined;
}

/** Edits in the words of the protocol: for the open version of a document, or for the file on disk. */
export function toWorkspaceEdit(
  files: readonly PresentedFile[],
  workspace: Pick<Workspace, 'get'>,
  features: Pick<Features, 'documentChanges' | 'previews' | 'snippetEdits' | 'selects'>,
  { isPreviewed, active }: EditOptions,
): WorkspaceEdit {
  if (!features.documentChanges) {
    const changes = files.map(({ file, edits }) => [
      uriIn(workspace, file),
      edits.map((edit) => toTextEdit(file, edit)),
    ]);
    return { changes: Object.fromEntries(changes) };
  }
  const annotations = new Map<string, ChangeAnnotation>();
  const documentChanges = files.map(({ file, edits }) => {
    const takesStops = features.snippetEdits && !features.selects && !isPreviewed && file.path === active;
    const areSnippets = takesStops && areSafe(file, edits);
    return {
      textDocument: { uri: uriIn(workspace, file), version: workspace.get(file.path)?.version ?? null },
      edits: edits.map((edit): TextEdit | AnnotatedTextEdit | SnippetTextEdit => {
        const written = areSnippets && edit.decide.length > 0 ? toSnippet(file, edit) : toTextEdit(file, edit);
        if (!features.previews) return written;
        const label = render(edit.label);
        const annotationId = `${label} (${file.path})`;
        const description = nameInFolder(file.path);
        annotations.set(annotationId, { label, description, ...(isPreviewed && { needsConfirmation: true }) });
        return { ...written, annotationId };
      }),
    };
  });
  return { documentChanges, ...(annotations.size > 0 && { changeAnnotations: Object.fromEntries(annotations) }) };
}

function uriIn(workspace: Pick<Workspace, 'get'>, { path }: SourceFile): string {
  return workspace.get(path)?.uri ?? path;
}

/** What edits leave to decide, and where that is then. */
export interface Selection {
  /** The document that the fix was chosen in. */
  readonly from: string;
  readonly uri: string;
  readonly ranges: readonly Range[];
  /** What stands there. It is empty where there is nothing to type, but something to look at. */
  readonly text: string;
}

/** Undefined where there is nothing to decide. */
export function selectionIn(
  files: readonly PresentedFile[],
  workspace: Pick<Workspace, 'get'>,
  from: string,
): Selection | undefined {
  const decided = files.find(({ edits }) => edits.some(({ decide }) => decide.length > 0));
  if (!decided) return undefined;
  const { file, edits } = decided;
  const spans: Span[] = [];
  let moved = 0;
  for (const { span, text, decide } of edits) {
    spans.push(...decide.map((each) => shift(each, span.start + moved)));
    moved += text.length - (span.end - span.start);
  }
  const [first] = spans;
  if (!first) return undefined;
  const after = applyEdits(file.text, edits);
  const starts = lineStarts(after);
  const ranges = spans.map(({ start, end }) => ({ start: positionAt(starts, start), end: positionAt(starts, end) }));
  return { from, uri: uriIn(workspace, file), ranges, text: after.slice(first.start, first.end) };
}

function toTextEdit(file: SourceFile, { span, text }: PresentedEdit): TextEdit {
  return { range: toRange(file, span), newText: text };
}

function toSnippet(file: SourceFile, { span, text, decide }: PresentedEdit): SnippetTextEdit {
  // The stops of one name are one; and after the last one there is nothing to jump to.
  const stop = decide.length > 1 ? 1 : 0;
  let value = '';
  let at = 0;
  for (const { start, end } of decide) {
    value += `${escaped(text.slice(at, start))}\${${stop}:${escaped(text.slice(start, end))}}`;
    at = end;
  }
  return { range: toRange(file, span), snippet: { kind: 'snippet', value: value + escaped(text.slice(at)) } };
}

/** microsoft.github.io/language-server-protocol/specifications/lsp/3.18/specification/#snippet_syntax */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/**
 * Clients may indent what is inserted with a snippet like the line that it goes to, and no protocol says that they shall not:
 * github.com/microsoft/language-server-protocol/issues/2290
 */
function areSafe({ text }: SourceFile, edits: readonly PresentedEdit[]): boolean {
  const decided = edits.filter(({ decide }) => decide.length > 0);
  return (
    decided.length === 1 &&
    edits.every(({ span, text: written }) => {
      const line = text.slice(lineStart(text, span.start), span.start);
      return !written.includes('\n') || (!/^[ \t]/.test(line) && !written.includes('\t'));
    })
  );
}
