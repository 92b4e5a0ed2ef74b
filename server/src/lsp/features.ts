import { type ClientCapabilities, DiagnosticTag, InsertTextMode } from 'vscode-languageserver';

/** What the client can do, as far as it matters here. */
export interface Features {
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  /** What is of no use can be shown faded. */
  readonly unnecessaryTag: boolean;
  readonly codeActions: boolean;
  /** Edits may be left out of code actions until one is chosen. */
  readonly resolveEdits: boolean;
  readonly preferredActions: boolean;
  readonly hover: boolean;
  readonly hoverMarkdown: boolean;
  /** Edits may name the version of the document that they are for. */
  readonly documentChanges: boolean;
  /** Edits may say what they do, and be shown to the user, one by one, before they are made. */
  readonly previews: boolean;
  /** Edits may leave the cursor at a part of their text. */
  readonly snippetEdits: boolean;
  /** It has a command that selects text, for after an edit: see `selectCommand`. */
  readonly selects: boolean;
  readonly configuration: boolean;
  readonly registerConfiguration: boolean;
  /** It can be asked which folders are open. */
  readonly workspaceFolders: boolean;
  readonly watchFiles: boolean;
  /** Files outside of the workspace can be watched as well. */
  readonly watchFolders: boolean;
  /** It takes snippets as completion items. */
  readonly snippets: boolean;
  /** It can be told not to indent what it inserts. */
  readonly insertsAsIs: boolean;
  /** It has a command that puts a text into the clipboard: see `copyCommand`. */
  readonly copies: boolean;
}

/** A command of the client. Its arguments are the text, and a sentence that says where it goes. */
export const copyCommand = 'trailseal.copy';

/** A command of the client that selects what an edit leaves to decide. Its argument is a `Selection`. */
export const selectCommand = 'trailseal.select';

/**
 * `options` are those that the client gives when it starts the server: the commands that it has are in `commands`.
 */
export function featuresOf({ textDocument, workspace }: ClientCapabilities, options?: unknown): Features {
  const { diagnostic, publishDiagnostics, codeAction, hover, completion } = textDocument ?? {};
  return {
    pullDiagnostics: diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: publishDiagnostics?.relatedInformation === true || diagnostic?.relatedInformation === true,
    codeDescription: publishDiagnostics?.codeDescriptionSupport === true || diagnostic?.codeDescriptionSupport === true,
    unnecessaryTag:
      publishDiagnostics?.tagSupport?.valueSet.includes(DiagnosticTag.Unnecessary) === true ||
      diagnostic?.tagSupport?.valueSet.includes(DiagnosticTag.Unnecessary) === true,
    codeActions: codeAction?.codeActionLiteralSupport !== undefined,
    resolveEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true,
    preferredActions: codeAction?.isPreferredSupport === true,
    hover: hover !== undefined,
    hoverMarkdown: hover?.contentFormat?.includes('markdown') === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    previews:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.changeAnnotationSupport !== undefined,
    snippetEdits:
      workspace?.workspaceEdit?.documentChanges === true && workspace.workspaceEdit.snippetEditSupport === true,
    selects:
      codeAction?.resolveSupport?.properties.includes('command') === true &&
      commandsIn(options).includes(selectCommand),
    configuration: workspace?.configuration === true,
    registerConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    watchFolders: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    snippets: completion?.completionItem?.snippetSupport === true,
    insertsAsIs: completion?.completionItem?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) === true,
    copies: commandsIn(options).includes(copyCommand),
  };
}

function commandsIn(options: unknown): readonly unknown[] {
  if (typeof options !== 'object' || options === null || !('commands' in options)) return [];
  return Array.isArray(options.commands) ? options.commands : [];
}
