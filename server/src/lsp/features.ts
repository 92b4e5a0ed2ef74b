import type { ClientCapabilities } from 'vscode-languageserver';

/** What the client can do, as far as it matters here. */
export interface Features {
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly codeActions: boolean;
  /** Edits may be left out of code actions until one is chosen. */
  readonly resolveEdits: boolean;
  readonly preferredActions: boolean;
  readonly hover: boolean;
  readonly hoverMarkdown: boolean;
  /** Edits may name the version of the document that they are for. */
  readonly documentChanges: boolean;
  readonly configuration: boolean;
  readonly registerConfiguration: boolean;
  /** It can be asked which folders are open. */
  readonly workspaceFolders: boolean;
  readonly watchFiles: boolean;
  /** Files outside of the workspace can be watched as well. */
  readonly watchFolders: boolean;
}

export function featuresOf({ textDocument, workspace }: ClientCapabilities): Features {
  const { diagnostic, publishDiagnostics, codeAction, hover } = textDocument ?? {};
  return {
    pullDiagnostics: diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: publishDiagnostics?.relatedInformation === true || diagnostic?.relatedInformation === true,
    codeDescription: publishDiagnostics?.codeDescriptionSupport === true || diagnostic?.codeDescriptionSupport === true,
    codeActions: codeAction?.codeActionLiteralSupport !== undefined,
    resolveEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true,
    preferredActions: codeAction?.isPreferredSupport === true,
    hover: hover !== undefined,
    hoverMarkdown: hover?.contentFormat?.includes('markdown') === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    configuration: workspace?.configuration === true,
    registerConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    watchFolders: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
  };
}
