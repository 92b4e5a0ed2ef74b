import type {
  TextDocumentContentChangeEvent,
  TextDocumentItem,
  VersionedTextDocumentIdentifier,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Language } from '../core/source';
import { documentLanguage, normalizeUri, unitOf } from './uri';

/** A document open in the editor, as of one version. */
export interface OpenDocument {
  /** As the client spells it. */
  readonly uri: string;
  /** The normalized URI: its path in the core. */
  readonly path: string;
  /** See `unitOf`. */
  readonly unit: string;
  readonly language: Language;
  readonly version: number;
  readonly text: string;
}

/** The open documents that Trailseal judges, by normalized URI. Each function gives the document that it was about. */
export interface OpenDocuments {
  readonly open: (item: TextDocumentItem) => OpenDocument | undefined;
  readonly change: (
    document: VersionedTextDocumentIdentifier,
    changes: readonly TextDocumentContentChangeEvent[],
  ) => OpenDocument | undefined;
  readonly close: (uri: string) => OpenDocument | undefined;
  readonly get: (uri: string) => OpenDocument | undefined;
  readonly inUnit: (unit: string) => readonly OpenDocument[];
}

export function openDocuments(): OpenDocuments {
  const documents = new Map<string, { readonly live: TextDocument; readonly state: OpenDocument }>();
  const keep = (live: TextDocument, language: Language): OpenDocument => {
    const path = normalizeUri(live.uri);
    const state = { uri: live.uri, path, unit: unitOf(path), language, version: live.version, text: live.getText() };
    documents.set(path, { live, state });
    return state;
  };
  const get = (uri: string) => documents.get(normalizeUri(uri));
  return {
    open({ uri, languageId, version, text }) {
      const language = documentLanguage(normalizeUri(uri), languageId, text);
      return language && keep(TextDocument.create(uri, languageId, version, text), language);
    },
    change({ uri, version }, changes) {
      const known = get(uri);
      if (!known) return undefined;
      const live = TextDocument.update(known.live, [...changes], version);
      // A template without a language of its own may become YAML or JSON as it is typed.
      return keep(live, documentLanguage(known.state.path, live.languageId, live.getText()) ?? known.state.language);
    },
    close(uri) {
      const known = get(uri);
      if (known) documents.delete(known.state.path);
      return known?.state;
    },
    get: (uri) => get(uri)?.state,
    inUnit: (unit) => [...documents.values()].flatMap(({ state }) => (state.unit === unit ? [state] : [])),
  };
}
