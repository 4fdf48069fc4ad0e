import { realpath } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PROJECT } from '../project.ts';
import { temporaryFolder } from '../temporary.ts';
import { compileSubmission } from './compile.ts';
import { within } from './deadline.ts';
import { LearnerProcess } from './learner_process.ts';
import { LIMITS } from './limits.ts';
import { ProcessEnded } from './process_end.ts';
import { encodeArguments } from './protocol.ts';

/** The module with the server, in the folder of the rehearsal. */
const ENTRY = 'server.ts';

type Sent = { method: string; path: string; headers?: Record<string, string>; body?: string; status: number };

const JSON_BODY = { 'content-type': 'application/json' };
const FORM_BODY = { 'content-type': 'application/x-www-form-urlencoded' };

/** The kinds of requests that checks send, and the status of each answer. */
const REQUESTS: readonly Sent[] = [
  { method: 'POST', path: '/api/notes', headers: JSON_BODY, body: '{"text":"one"}', status: 201 },
  { method: 'POST', path: '/api/notes', headers: FORM_BODY, body: 'text=two+%C3%A9&more=1', status: 201 },
  { method: 'POST', path: '/api/notes', status: 400 },
  { method: 'POST', path: '/api/notes', headers: JSON_BODY, body: '{', status: 400 },
  { method: 'GET', path: '/api/notes?page=1', headers: { authorization: 'Basic YTpi' }, status: 200 },
  { method: 'GET', path: '/api/notes/last', headers: { cookie: 'a=b; last_note=x%20y' }, status: 404 },
  { method: 'PUT', path: '/api/notes/x', headers: JSON_BODY, body: '{"text":"three"}', status: 200 },
  { method: 'DELETE', path: '/api/notes/x', status: 204 },
  { method: 'HEAD', path: '/api/notes', status: 200 },
  { method: 'GET', path: '/elsewhere', status: 404 },
];

/**
 * Runs a small server of our own in a process with the stub of this folder, unconfined, and lets the process end by itself:
 * what it needed of the stub and of the packages is compiled then. Throws an Error where an answer is another than it should be,
 * or does not come.
 */
export async function rehearse(stub: string): Promise<void> {
  await using scratch = await temporaryFolder();
  const learner = new LearnerProcess({
    level: 'none',
    stub,
    submission: (await compileSubmission(join(import.meta.dirname, 'rehearsal'), { level: 'none' })).root,
    packages: await realpath(join(PROJECT.root, 'node_modules')),
    scratch: scratch.path,
  });
  try {
    await learner.warm;
    const load = { root: learner.submission, entry: ENTRY, environment: {}, now: 0, fakeTimers: false };
    await learner.request({ do: 'load', instance: 0, ...load }, LIMITS.startUp);
    for (const sent of REQUESTS) await within(send(learner, sent), LIMITS.request, learner.waited);
    await learner.request({ do: 'advance', milliseconds: 1 }, LIMITS.startUp);
    await evaluate(learner, '(module, ...values) => [typeof module.app, values]', [
      1,
      'two',
      new Map([[3, new Date(4)]]),
    ]);
    // Its last answer never comes.
    await evaluate(learner, '() => process.exit()', []).catch(expectEnd);
    await learner.ended;
  } finally {
    await learner.kill();
  }
}

async function send(learner: LearnerProcess, { method, path, headers = {}, body, status }: Sent): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const createConnection = () => learner.open({ encrypted: false }) as unknown as Socket;
  request({ method, path, headers, createConnection }, resolve).on('error', reject).end(body);
  const answer = await promise;
  const received = await buffer(answer);
  if (answer.statusCode !== status) throw new Error(`The rehearsal's ${method} ${path} was answered: ${received}`);
}

async function evaluate(learner: LearnerProcess, source: string, values: unknown[]): Promise<void> {
  const args = encodeArguments(values);
  await learner.request({ do: 'evaluate', modules: [ENTRY], source, args }, LIMITS.startUp);
}

function expectEnd(error: unknown): void {
  if (!(error instanceof ProcessEnded)) throw error;
}
