import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { Channel } from '../channel/channel.ts';
import { decodeArguments, encodeResult, type LoadRequest, type RemoteError, type RequestMessage } from '../protocol.ts';
import { installClock, type LearnerClock } from './clock.ts';
import { describeError, reportCrashes } from './errors.ts';
import { captureListen, ServerIntake } from './intake.ts';
import { hookModules } from './modules.ts';
import { packages } from './vendor.ts';

/**
 * The only code of ours in a learner's process: it loads the submission, hands HTTP connections to its server and
 * runs what checks ask for. It judges nothing, and whatever it says is untrusted on the other side.
 */

const CHANNEL_DESCRIPTOR = 3;

// Kept before learner code can replace them.
const compileFunction = globalThis.Function;
const importModule = (path: string): Promise<Record<string, unknown>> => import(path);

const transport = new Socket({ fd: CHANNEL_DESCRIPTOR, readable: true, writable: true });
const intake = new ServerIntake();
const captured = captureListen();
let clock: LearnerClock | undefined;
let root = '';

const channel = new Channel(transport, {
  message: (message) => void answer(message as RequestMessage),
  connection: (stream) => intake.accept(stream),
  fault: () => process.exit(70),
});
// The checker went away: nothing of the learner's may go on without it.
transport.on('close', () => process.exit(0));
reportCrashes(channel, CHANNEL_DESCRIPTOR);
channel.send({ notice: 'warm' });

// The modules beside the bundle hand these on to learner code.
export { packages };

async function answer(request: RequestMessage): Promise<void> {
  const { id } = request;
  try {
    channel.send({ id, value: encodeResult(await carryOut(request)) });
  } catch (error) {
    channel.send({ id, error: describeError(error) satisfies RemoteError });
  }
}

async function carryOut(request: RequestMessage): Promise<unknown> {
  if (request.do === 'load') return load(request);
  if (request.do === 'advance') return clock?.advance(request.milliseconds);
  const modules = await Promise.all(request.modules.map((path) => importModule(urlOf(path))));
  const run = compileFunction(`return (${request.source})`)() as (...values: unknown[]) => unknown;
  const subject = request.modules.length === 1 ? modules[0] : modules;
  return run(subject, ...decodeArguments(request.args, (stream) => intake.requestOf(stream)));
}

/** Loads the submission. Gives back once its server can take connections; throws what the learner's code throws. */
async function load(request: LoadRequest): Promise<void> {
  root = request.root;
  for (const [name, value] of Object.entries(request.environment)) process.env[name] = value;
  clock = installClock(request.now, { timers: request.fakeTimers });
  hookModules(root);
  const module = await importModule(urlOf(request.entry));
  intake.serve(module.app ?? module.default ?? captured.server, request.entry);
}

function urlOf(path: string): string {
  return new URL(path, pathToFileURL(`${root}/`)).href;
}
