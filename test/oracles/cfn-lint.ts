import { spawnSync } from 'node:child_process';

export interface Complaint {
  readonly level: 'Error' | 'Warning' | 'Informational';
  /** The rule and what it says, without places. */
  readonly said: string;
}

export function hasCfnLint(): boolean {
  return spawnSync('cfn-lint', ['--version']).status === 0;
}

/** What cfn-lint says of each file that it has something to say of, by the path it was named with. One run for all, as starting takes long. */
export function lint(folder: string, files: readonly string[]): ReadonlyMap<string, readonly Complaint[]> {
  const { stdout, stderr } = spawnSync('cfn-lint', ['--format', 'json', '--', ...files], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const complaints = new Map<string, Complaint[]>();
  for (const { Filename, Level, Message, Rule } of parse(stdout, stderr)) {
    const complaint = { level: Level, said: `${Rule.Id} ${withoutPlaces(Message)}` };
    complaints.set(Filename, [...(complaints.get(Filename) ?? []), complaint]);
  }
  return complaints;
}

/** The part of cfn-lint's JSON that is used here. */
interface Match {
  readonly Filename: string;
  readonly Level: Complaint['level'];
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

function parse(stdout: string, stderr: string): readonly Match[] {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`cfn-lint gave no JSON, but:\n${stdout}\n${stderr}`);
  }
}

/** Messages about syntax tell the line as well, those about names all names there are: a fix may move a line and add a name. */
function withoutPlaces(message: string): string {
  return message.replace(/\b(line|column|char) \d+/g, '$1').replace(/(is not one of) \[.*\]/, '$1');
}
