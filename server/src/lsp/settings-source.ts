import type { Connection } from 'vscode-languageserver';
import type { Settings } from '../core/analyze';
import type { Features } from './features';
import { readSettings } from './settings';

/** Where settings come from: asked of the client where it can be asked, else what it has sent. */
export interface SettingsSource {
  /** The settings that hold for what lies at the URI. Never rejects. */
  readonly settingsFor: (uri: string) => Promise<Settings>;
  /** The client says that settings have changed, and may say to what. */
  readonly changed: (sent: unknown) => void;
}

export function settingsSource(connection: Connection, features: Features, initial: unknown): SettingsSource {
  let latest = sectionOf(initial);
  const said = new Set<string>();
  const complain = (sentence: string) => {
    if (!said.has(sentence)) connection.console.warn(sentence); // once, not for every folder
    said.add(sentence);
  };
  const ask = async (uri: string): Promise<unknown> => {
    try {
      return await connection.workspace.getConfiguration({ scopeUri: uri, section: 'trailseal' });
    } catch (error) {
      complain(`Settings could not be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  return {
    settingsFor: async (uri) => readSettings(features.configuration ? await ask(uri) : latest, complain),
    changed(sent) {
      latest = sectionOf(sent);
      said.clear();
    },
  };
}

/** Some clients send the section by itself, others all that they have. */
function sectionOf(sent: unknown): unknown {
  return typeof sent === 'object' && sent !== null && 'trailseal' in sent ? sent.trailseal : sent;
}
