import { commands, formats, isOneOf, Misuse, type Options, readArguments, suggest } from './arguments';
import { check } from './check';
import { choosableRules, chosenRules } from './chosen';
import { fix } from './fix';
import { toFixText } from './fix-output';
import { toPatch } from './fix-patch';
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

/** 0: nothing found, or left, but hints; 1: something found or left; 2: misuse, a file that could not be read or written, or nothing found where not all of one could be read. */
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
  if (options.help || command === 'help') return say(helpOn(options.help ? command : paths[0]), terminal);
  if (options.version) return say(`${version}\n`, terminal);
  if (command === undefined) throw new Misuse('say what to do: check, fix or rules (trailseal --help tells more).');
  if (!isOneOf(commands, command)) throw new Misuse(`there is no command "${command}"${suggest(command, commands)}`);
  switch (command) {
    case 'rules': {
      if (paths.length > 0) throw new Misuse('rules takes no arguments.');
      return say(listOfRules(), terminal);
    }
    case 'check':
      return runCheck(paths, options, terminal);
    case 'fix':
      return runFix(paths, options, terminal);
  }
}

async function runCheck(paths: readonly string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  const { format } = options;
  if (!isOneOf(formats, format)) throw new Misuse(`there is no format "${format}"${suggest(format, formats)}`);
  const result = await check(orHere(paths), chosenRules(options), terminal.folder);
  const { unread, broken, files, findings } = result;
  complain([...unread, ...broken], terminal);
  // "No findings" of what could not be read would be a lie.
  const isEmpty = format === 'text' && files === 0 && unread.length > 0;
  if (!isEmpty) terminal.out(format === 'json' ? toJson(result) : toText(result, terminal.colour));
  return exitCode(unread, broken, findings);
}

async function runFix(paths: readonly string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  const { unsafe, dryRun } = options;
  const result = await fix(orHere(paths), { chosen: chosenRules(options), unsafe, dryRun }, terminal.folder);
  const { unread, broken, unwritten, doubts, files, left, writings } = result;
  if (dryRun) terminal.out(toPatch(writings, terminal.folder));
  complain([...unread, ...broken, ...unwritten, ...doubts], terminal);
  // What is for people does not get into what is for `patch`.
  const say = dryRun ? terminal.error : terminal.out;
  if (files > 0 || unread.length === 0) say(toFixText(result, dryRun, terminal.colour));
  return exitCode([...unread, ...unwritten], broken, left);
}

function orHere(paths: readonly string[]): readonly string[] {
  return paths.length > 0 ? paths : ['.'];
}

function complain(sentences: readonly string[], terminal: Terminal): void {
  for (const sentence of sentences) terminal.error(`trailseal: ${sentence}\n`);
}

function exitCode(
  failures: readonly string[],
  broken: readonly string[],
  findings: readonly { readonly severity: string }[],
): ExitCode {
  if (failures.length > 0) return 2;
  // A hint is no fault of what is checked.
  if (findings.some(({ severity }) => severity !== 'hint')) return 1;
  // That nothing was found says little then.
  return broken.length > 0 ? 2 : 0;
}

function say(text: string, { out }: Terminal): ExitCode {
  out(text);
  return 0;
}

function listOfRules(): string {
  const rows = choosableRules.map(({ id, control, severity, title }) => [id, control || '-', severity, title]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join('');
}

function helpOn(command: string | undefined): string {
  return command === 'fix' ? fixHelp : help;
}

const fixHelp = `Mends in Terraform and CloudFormation files what trailseal check finds in them.

  trailseal fix [PATH...]     files and folders, the working directory if none is named
      --unsafe                also what creates something, costs something or needs a decision: the fix that most people want
      --dry-run               prints a patch (for patch -p1 or git apply) and changes nothing
      --all-rules             also the rules that are off by default
      --rule ID               this rule only, even if it is off by default or a hint; may be given more than once

By itself it does what nobody has to be asked about. It names each fix that it makes, and each finding that it leaves, with what can be done about it.
Only files that are named, or are below folders that are, are written, and no file that a link leads to elsewhere. Each is written as a whole, and
those of a module all or none. What is read-only, has several names (hard links), was fetched or has changed meanwhile is left as it is.

Exit status: 0 nothing left but hints; 1 findings left; 2 misuse, a file that could not be read or written, or no findings where not all
of a file could be read.
`;

const help = `Finds AWS CloudTrail trails without a KMS key in Terraform and CloudFormation, and what else is wrong with trails, their buckets and keys.

  trailseal check [PATH...]   checks files and folders, the working directory if none is named
      --format text|json      how findings are printed; text if not said
      --all-rules             also the rules that are off by default
      --rule ID               this rule only, even if it is off by default or a hint; may be given more than once
  trailseal fix [PATH...]     mends what check finds, in the same files and no others, as far as nobody has to be asked
      --unsafe                also what creates something, costs something or needs a decision: the fix that most people want
      --dry-run               prints a patch (for patch -p1 or git apply) and changes nothing
      --all-rules, --rule ID  as for check
  trailseal rules             lists the rules: id, control of Security Hub, severity, what it finds
  trailseal --version

Exit status: 0 nothing found, or left, but hints; 1 something found, or left; 2 misuse, a file that could not be read or written, or nothing
found where not all of a file could be read.
`;
