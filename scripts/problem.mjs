/** Something the person at the keyboard can act on: it is printed as its one sentence, without a stack. */
export class Problem extends Error {
  /**
   * @param {string} sentence
   * @param {number} exitCode
   */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a script's body, and ends the process with the exit code that the body returns.
 * @param {() => Promise<number>} body
 */
export async function runScript(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}

/**
 * Node's own parser of options, with one sentence for what it does not know.
 * @template T
 * @param {() => T} parse
 * @param {string} command what to call for help
 * @returns {T}
 */
export function understand(parse, command) {
  try {
    return parse();
  } catch (error) {
    // Node's message is followed by advice about positional arguments that does not apply here.
    const [sentence] = /** @type {Error} */ (error).message.split('. ');
    throw new Problem(`${sentence?.replace(/\.$/, '')}. Try: ${command} --help`, 2);
  }
}
