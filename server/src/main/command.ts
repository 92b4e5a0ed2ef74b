import type { Settings } from '../core/analyze';
import { rules } from '../core/rules/index';
import { unusedSuppression } from '../core/suppression/suppress';
import { commands, formats, isOneOf, Misuse, type Options, readArguments, suggest } from './arguments';
import { type Check, check } from './check';
import { toJson, toText } from './output';
import { version } from './version';

/** Where a command runs and what it says. */
export interface Terminal {
  /** The working directory. */
  readonly folder: string;
  readonly colour: boolean;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** 0: nothing found but hints; 1: something found; 2: misuse, or a file that could not be read. */
export type ExitCode = 0 | 1 | 2;

export async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await run(args, terminal);
  } catch (error) {
    if (!(error instanceof Misuse)) throw error;
    terminal.error(`trailseal: ${error.message}\n`);
    return 2;
  }
}

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { command, paths, options } = readArguments(args);
  if (options.help || command === 'help') return say(help, terminal);
  if (options.version) return say(`${version}\n`, terminal);
  if (command === undefined)
    throw new Misuse(`say what to do: ${commands.join(' or ')} (trailseal --help tells more).`);
  if (!isOneOf(commands, command)) throw new Misuse(`there is no command "${command}"${suggest(command, commands)}`);
  switch (command) {
    case 'rules': {
      if (paths.length > 0) throw new Misuse('rules takes no arguments.');
      return say(listOfRules(), terminal);
    }
    case 'check': {
      const { format } = options;
      if (!isOneOf(formats, format)) throw new Misuse(`there is no format "${format}"${suggest(format, formats)}`);
      const result = await check(paths.length > 0 ? paths : ['.'], settingsFor(options), terminal.folder);
      for (const sentence of [...result.unread, ...result.doubts]) terminal.error(`trailseal: ${sentence}\n`);
      // "No findings" of what could not be read would be a lie.
      const isEmpty = format === 'text' && result.files === 0 && result.unread.length > 0;
      if (!isEmpty) terminal.out(format === 'json' ? toJson(result) : toText(result, terminal.colour));
      return exitCode(result);
    }
  }
}

/** A rule that is asked for by name, or with all others, is on even where it is off by default. */
function settingsFor({ allRules, rules: chosen }: Options): Settings {
  const ids = rules.map(({ id }) => id);
  for (const id of chosen) if (!ids.includes(id)) throw new Misuse(`there is no rule "${id}"${suggest(id, ids)}`);
  const entries = rules.map(({ id, severity }) => {
    if (chosen.length > 0 && !chosen.includes(id)) return [id, 'off'] as const;
    return [id, severity === 'off' && (allRules || chosen.length > 0) ? 'warning' : severity] as const;
  });
  // Who asks for a rule asks for nothing else.
  const unused = chosen.length > 0 ? [[unusedSuppression.id, 'off'] as const] : [];
  return { severities: Object.fromEntries([...entries, ...unused]) };
}

function exitCode({ unread, findings }: Check): ExitCode {
  if (unread.length > 0) return 2;
  // A hint is no fault of what is checked.
  return findings.some(({ severity }) => severity !== 'hint') ? 1 : 0;
}

function say(text: string, { out }: Terminal): ExitCode {
  out(text);
  return 0;
}

function listOfRules(): string {
  const rows = rules.map(({ id, control, severity, title }) => [id, control || '-', severity, title]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join('');
}

const help = `Finds AWS CloudTrail trails without a KMS key in Terraform and CloudFormation, and what else is wrong with trails, their buckets and keys.

  trailseal check [PATH...]   checks files and folders, the working directory if none is named
      --format text|json      how findings are printed; text if not said
      --all-rules             also the rules that are off by default
      --rule ID               this rule only, even if it is off by default; may be given more than once
  trailseal rules             lists the rules: id, control of Security Hub, severity, what it finds
  trailseal --version

Exit status: 0 nothing found but hints, 1 something found, 2 misuse or a file that could not be read.
`;
