import { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import supertest, { type Test } from 'supertest';
import { reportedBody, reportedHeaders, reportedPath } from './exchanges.ts';
import { LIMITS } from './limits.ts';
import { RequestHandle } from './protocol.ts';
import type { StepLog } from './step_log.ts';
import { type Exchange, LearnerFault } from './verdict.ts';

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'propfind', 'search'] as const;
const BASE_URL = 'http://127.0.0.1:5000';

/** A test agent on the learner's server: `await http.get('/api/v1/status').set('Cookie', …)`. It keeps no cookies. */
export type HttpClient = Record<Method, (path: string) => Test>;

/** A method of HTTP, in small letters. `propfind` and `search` are rare: a list written by hand will not have them. */
export type Method = (typeof METHODS)[number];

/** An answer that a check got. `body` is the parsed JSON where the answer says that it is JSON; else `{}`. */
export type Answer = Awaited<Test>;

export type HttpOptions = {
  /** Opens a connection to the learner's server. */
  connect: () => Promise<Duplex & { id: number }>;
  encrypted: boolean;
  steps: StepLog;
  /** Milliseconds on the learner's clock. */
  now: () => number;
  /** Runs a request within the time that is left for it. Turns what the learner's process did wrong into a failure. */
  attempt: <T>(what: string, work: () => Promise<T>) => Promise<T>;
};

/** Of a request, all headers are told that the check has set. */
const NONE: ReadonlySet<string> = new Set();

const handles = new WeakMap<object, RequestHandle>();
const blames = new WeakMap<object, () => void>();

/** The request behind an answer, for `server.evaluate`: there it becomes the learner's real Express request. */
export function requestOf(answer: Answer): RequestHandle {
  const handle = handles.get(answer);
  if (!handle) throw new TypeError("This is no answer of the learner's server.");
  return handle;
}

/** Names the request behind an answer as the step at which the check went wrong. */
export function blame(answer: Answer): void {
  blames.get(answer)?.();
}

/** A client whose connections travel through the channel: a new one for each request. */
export function httpClient(options: HttpOptions): HttpClient {
  return clientOf(options, () => new ChannelAgent(options.connect, { keepAlive: false }));
}

/** A client that sends all its requests over one connection, as a browser does, for as long as the server keeps it. */
export function keptConnection(options: HttpOptions): { http: HttpClient } & Disposable {
  const agent = new ChannelAgent(options.connect, { keepAlive: true });
  return { http: clientOf(options, () => agent), [Symbol.dispose]: () => agent.destroy() };
}

function clientOf(options: HttpOptions, agentOf: () => ChannelAgent): HttpClient {
  const client = supertest(BASE_URL);
  const entries = METHODS.map((method) => [
    method,
    (path: string) => prepare(client[method](path), path, { ...options, agent: agentOf() }),
  ]);
  return Object.fromEntries(entries) as HttpClient;
}

function prepare(test: Test, path: string, options: HttpOptions & { agent: ChannelAgent }): Test {
  const { agent } = options;
  test.agent(agent);
  test
    .redirects(0)
    .buffer(true)
    .parse(parseBody as never);
  const then = test.then.bind(test);
  const run = async (): Promise<Answer> => {
    const exchange = requestPart(test, path, options);
    const line = `${test.method} ${exchange.path}`;
    const step = options.steps.add({ what: 'request', at: exchange.at, exchange });
    const sent = (test as unknown as { request(): ClientRequest }).request();
    sent.prependListener('response', ({ headers }: IncomingMessage) => makeEasy(headers));
    if (sent.hasHeader('Transfer-Encoding')) sendInPieces(sent);
    const answer = await options
      .attempt(`the check sent ${line}`, () => new Promise<Answer>((resolve, reject) => void then(resolve, reject)))
      .catch((error: unknown) => {
        options.steps.blame(step);
        throw error;
      });
    // The answer to a HEAD request has no body, and is not parsed.
    const { text = '', value = {} } = answer.body as Partial<ParsedBody>;
    Object.assign(answer, { text, body: value });
    handles.set(answer, new RequestHandle(agent.stream, line));
    blames.set(answer, () => options.steps.blame(step));
    Object.assign(exchange, answerPart(answer));
    return answer;
  };
  let running: Promise<Answer> | undefined;
  // biome-ignore lint/suspicious/noThenProperty: a supertest request is a promise by its `then`; this one has a deadline and is recorded.
  test.then = ((resolve, reject) => {
    running ??= run();
    return running.then(resolve, reject);
  }) as Test['then'];
  return test;
}

/** superagent takes links, and a type with many spaces, apart in quadratic time. No check reads the ones or the others. */
function makeEasy(headers: IncomingMessage['headers']): void {
  delete headers.link;
  if (headers['content-type']) headers['content-type'] = headers['content-type'].replace(/ +/g, ' ');
}

function requestPart(test: Test, path: string, { now, encrypted }: HttpOptions): Exchange {
  const { header, _data: data } = test as unknown as { header: Record<string, string>; _data: unknown };
  const headers = Object.fromEntries(
    Object.entries(reportedHeaders(header, NONE)).map(([name, value]) => [name, String(value)]),
  );
  return {
    at: now(),
    method: test.method,
    path: reportedPath(path),
    requestHeaders: headers,
    ...(data !== undefined && { requestBody: reportedBody(bodyText(data, headers['content-type'])) }),
    ...(encrypted && { https: true }),
  };
}

function answerPart(answer: Answer): Partial<Exchange> {
  return {
    status: answer.status,
    responseHeaders: reportedHeaders(answer.headers as Record<string, string | string[]>),
    ...(answer.text !== '' && { responseBody: reportedBody(answer.text) }),
  };
}

function bodyText(data: unknown, type = ''): string {
  if (typeof data === 'string') return data;
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  if (type.includes('form')) return new URLSearchParams(data as Record<string, string>).toString();
  return JSON.stringify(data);
}

/** Milliseconds in which other requests can come between. */
const BETWEEN_PIECES = 15;

/** The body goes in two pieces, the second a moment later, and nothing says beforehand how long it is (RFC 9112, section 7.1). */
function sendInPieces(request: ClientRequest): void {
  const end = request.end.bind(request) as (body?: string | Buffer) => ClientRequest;
  request.end = ((body: string | Buffer = '') => {
    request.removeHeader('Content-Length');
    // In bytes: half of a character is none.
    const bytes = Buffer.from(body as string);
    const half = bytes.length >> 1;
    request.write(bytes.subarray(0, half));
    setTimeout(() => end(bytes.subarray(half)), BETWEEN_PIECES);
    return request;
  }) as ClientRequest['end'];
}

type ParsedBody = { text: string; value: unknown };

/** Collects a body up to the limit, decompressed. JSON that is broken leaves the body empty: checks see the text. */
function parseBody(response: IncomingMessage, done: (error: Error | null, body?: ParsedBody) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer | string) => {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > LIMITS.bodyBytes) {
      done(
        new LearnerFault(
          'output limit',
          `The body of the answer is larger than ${LIMITS.bodyBytes / 1024 / 1024} MiB.`,
        ),
      );
      response.destroy?.();
    } else chunks.push(bytes);
  });
  response.on('end', () => {
    const text = Buffer.concat(chunks).toString('utf8');
    const json = /^application\/(?:[\w.+-]+\+)?json\b/i.test(String(response.headers['content-type'] ?? ''));
    done(null, { text, value: json ? parseJson(text) : {} });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Node's agent asks for a socket and gets a stream of the channel. */
class ChannelAgent extends Agent {
  /** The id of the connection that was opened last. */
  stream = -1;
  #connect: HttpOptions['connect'];

  constructor(connect: HttpOptions['connect'], { keepAlive }: { keepAlive: boolean }) {
    super({ keepAlive, maxSockets: 1 });
    this.#connect = connect;
  }

  override createConnection(_options: object, done?: (error: Error | null, stream: Duplex) => void): undefined {
    this.#connect().then(
      (stream) => {
        this.stream = stream.id;
        done?.(null, stream);
      },
      (error: Error) => done?.(error, undefined as never),
    );
  }
}
