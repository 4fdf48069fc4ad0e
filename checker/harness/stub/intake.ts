import { createServer, type IncomingMessage, type RequestListener, Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { ChannelStream } from '../channel/stream.ts';
import type { Succession } from './succession.ts';

/** A request is kept for `evaluate` until this many newer ones have come. */
const KEPT_REQUESTS = 200;

/** Hands connections of the channel to the learner's server and keeps its requests for checks that ask for them. */
export class ServerIntake {
  #succession: Succession;
  #server: Server | undefined;
  #requests = new Map<number, IncomingMessage>();

  constructor(succession: Succession) {
    this.#succession = succession;
  }

  /** Takes the learner's application or server. Throws where `app` is neither. */
  serve(app: unknown, entry: string): void {
    this.#server = app instanceof Server ? app : createServer(applicationOf(app, entry));
    this.#server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#keep(request);
      response.once('close', this.#succession.expectAnswer());
    });
  }

  accept(stream: ChannelStream): void {
    if (this.#server) this.#server.emit('connection', stream);
    else stream.destroy();
  }

  requestOf(stream: number): IncomingMessage | undefined {
    return this.#requests.get(stream);
  }

  #keep(request: IncomingMessage): void {
    this.#requests.set((request.socket as unknown as ChannelStream).id, request);
    const [oldest] = this.#requests.keys();
    if (this.#requests.size > KEPT_REQUESTS && oldest !== undefined) this.#requests.delete(oldest);
  }
}

/**
 * Makes `listen()` on any port a promise that is kept without one: the server is served through the channel.
 * So a learner may write `app.listen(3000)`, and any number of submissions can run side by side.
 */
export function captureListen(): { server?: Server } {
  const captured: { server?: Server } = {};
  NetServer.prototype.listen = function (this: NetServer, ...args: unknown[]) {
    if (this instanceof Server) captured.server ??= this;
    const callback = args.find((argument) => typeof argument === 'function') as (() => void) | undefined;
    const port = typeof args[0] === 'number' ? args[0] : 5000;
    this.address = () => ({ address: '127.0.0.1', family: 'IPv4', port });
    if (callback) this.once('listening', callback);
    setImmediate(() => this.emit('listening'));
    return this;
  } as NetServer['listen'];
  return captured;
}

function applicationOf(app: unknown, entry: string): RequestListener {
  if (typeof app === 'function') return app as RequestListener;
  throw new TypeError(
    `${entry} must export \`app\`, the Express application. It exports ${app === undefined ? 'none' : 'something else'}.`,
  );
}
