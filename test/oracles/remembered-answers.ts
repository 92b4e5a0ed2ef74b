import { rmSync } from 'node:fs';
import {
  type ClientHttp2Session,
  connect,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { makeScratch } from './scratch';

/**
 * What a provider is asked again by each command and answers always the same: what it has, and whether its configuration is right. With a
 * list of endpoints, that takes the provider for AWS most of the time of a command.
 */
const steady = ['GetSchema', 'PrepareProviderConfig'].map((name) => `/tfplugin5.Provider/${name}`);

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly trailers: IncomingHttpHeaders;
}

/** A socket before that of a provider. */
export interface Relay {
  readonly socket: string;
  readonly close: () => void;
}

/** Passes on what a provider is asked, in gRPC, but what it has answered before. */
export function relayTo(provider: string): Promise<Relay> {
  const folder = makeScratch();
  const socket = join(folder, 'provider');
  const client = connect('http://provider', {
    createConnection: () => connectSocket(provider),
    settings: { initialWindowSize },
  });
  // Each request tells of it.
  client.on('error', () => {});
  const server = createServer({ settings: { initialWindowSize } });
  const known = new Map<string, Answer>();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => stream.close());
    if (client.destroyed) return stream.close();
    const path = headers[':path'] ?? '';
    if (steady.includes(path)) answerOnce(stream, headers, client, known);
    else stream.pipe(passOn(stream, headers, client, (answer) => send(stream, answer)));
  });
  return new Promise((done) => {
    server.listen(socket, () =>
      done({
        socket,
        close: () => {
          client.destroy();
          server.close();
          rmSync(folder, { recursive: true });
        },
      }),
    );
  });
}

/** In bytes: more than any answer has, as else word is awaited that a part of it is read. */
const initialWindowSize = 1 << 27;

function answerOnce(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  client: ClientHttp2Session,
  known: Map<string, Answer>,
): void {
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => {
    const question = Buffer.concat(parts);
    const key = `${headers[':path']} ${question.toString('base64')}`;
    const before = known.get(key);
    if (before) return send(stream, before);
    const request = passOn(stream, headers, client, (answer) => {
      if (answer.trailers['grpc-status'] === '0') known.set(key, answer);
      send(stream, answer);
    });
    request.end(question);
  });
}

/** The request to the provider, to write the question to. */
function passOn(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  client: ClientHttp2Session,
  done: (answer: Answer) => void,
) {
  const request = client.request({ ...headers, ':authority': 'provider' });
  const parts: Buffer[] = [];
  let answered: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  stream.on('aborted', () => request.close());
  request.on('error', () => stream.close());
  request.on('response', (given) => {
    answered = given;
  });
  request.on('trailers', (given) => {
    trailers = given;
  });
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => done({ headers: answered, body: Buffer.concat(parts), trailers }));
  return request;
}

function send(stream: ServerHttp2Stream, { headers, body, trailers }: Answer): void {
  if (stream.destroyed) return;
  // An error may be told by headers alone.
  if (Object.keys(trailers).length === 0) return void stream.respond(headers, { endStream: true });
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  stream.end(body);
}
