import { type CancellationToken, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';

/** A handler that answers with an error, and logs it, where `handle` fails. */
export function answer<P, R, E>(
  connection: Connection,
  what: string,
  handle: (params: P, token: CancellationToken) => Promise<R | ResponseError<E>>,
): (params: P, token: CancellationToken) => Promise<R | ResponseError<E>> {
  return async (params, token) => {
    try {
      return await handle(params, token);
    } catch (error) {
      connection.console.error(describe(what, error));
      return new ResponseError<E>(
        ErrorCodes.InternalError,
        `Trailseal could not answer (${what}): ${messageOf(error)}`,
      );
    }
  };
}

/** Does what nobody waits for. A failure is logged. */
export async function attempt(connection: Connection, what: string, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    connection.console.error(describe(what, error));
  }
}

function describe(what: string, error: unknown): string {
  return `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
