import { runCommand } from './command';

// The exit code is set and not forced, so that all output is written first, however slow its reader is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode); // the reader has seen enough, as `head` does
  console.error(`trailseal: the output cannot be written (${error.code}).`);
  process.exit(2);
});

// What ends before it is done, as nothing is left to wait for, has failed.
process.exitCode = 2;

const { NO_COLOR, TERM } = process.env;

runCommand(process.argv.slice(2), {
  folder: process.cwd(),
  colour: process.stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb',
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error('trailseal:', error); // a fault of the program: not to be taken for a finding
  },
);
