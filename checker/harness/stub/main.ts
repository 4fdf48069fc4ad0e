import { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Channel } from '../channel/channel.ts';
import { joined } from '../channel/join.ts';
import { isSecret, stubCodec } from '../channel/seal.ts';
import type { ChannelStream } from '../channel/stream.ts';
import {
  decodeArguments,
  encodeResult,
  type LoadRequest,
  type ReplyMessage,
  type RequestMessage,
} from '../protocol.ts';
import { installClock, type LearnerClock } from './clock.ts';
import { closeInherited } from './descriptors.ts';
import { describeError, reportCrashes } from './errors.ts';
import { captureListen, ServerIntake } from './intake.ts';
import { lockIntrinsics, pin } from './lock.ts';
import { hookModules, instanceMark } from './modules.ts';
import { predictableRandom } from './predictable_random.ts';
import { Succession } from './succession.ts';
import { packages } from './vendor.ts';
import { withhold } from './withheld.ts';

/**
 * The only code of ours in a learner's process: it loads the submission, hands HTTP connections to its server and
 * runs what checks ask for. It judges nothing, and whatever it says is untrusted on the other side.
 */

/** Where the channel is, if the command line does not name two other descriptors: one to read, one to write. */
const CHANNEL = 3;

// Kept before learner code can replace them.
const compileFunction = globalThis.Function;

/** `import()` of the launcher: code that was kept compiled has none. */
type Import = (url: string) => Promise<Record<string, unknown>>;

/** Takes over the process: from now on it does what the checker asks for over the channel, and ends with it. */
export function run(importModule: Import): void {
  const [input = CHANNEL, output = CHANNEL] = process.argv.slice(2).map(Number);
  closeInherited([input, output]);
  withhold(process.cwd());
  lockIntrinsics();
  const transport = pin(joined(streamsOf(input, output)));
  const stub = new Stub(importModule);
  const codec = stubCodec();
  const channel = new Channel(
    transport,
    {
      message: (message) => {
        if (isSecret(message)) channel.send({ notice: 'warm' });
        else stub.receive(message as RequestMessage, (reply) => channel.send(reply));
      },
      connection: (stream) => stub.accept(stream),
      fault: () => process.exit(70),
    },
    { codec },
  );
  // The checker went away: nothing of the learner's may go on without it.
  transport.on('close', () => process.exit(0));
  reportCrashes(channel, codec, output);
}

function streamsOf(input: number, output: number): { readable: Socket; writable: Socket } {
  const readable = pinnedSocket({ fd: input, readable: true, writable: input === output });
  const writable = input === output ? readable : pinnedSocket({ fd: output, readable: false, writable: true });
  return { readable, writable };
}

/** A stream whose methods, and those of what is behind it in Node, nobody else can replace. */
function pinnedSocket(options: ConstructorParameters<typeof Socket>[0]): Socket {
  const socket = new Socket(options);
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle === 'object' && handle !== null) pin(handle);
  return pin(socket);
}

// The modules beside the bundle hand these on to learner code.
export { packages };

type Instance = {
  number: number;
  environment: NodeJS.ProcessEnv;
  now: number;
  random: () => number;
  intake: ServerIntake;
};

class Stub {
  /** What is loaded here. Each has its own environment, time and server; the process has one of them at a time. */
  #instances = new Map<number, Instance>();
  #succession = new Succession();
  #present: Instance = {
    number: 0,
    environment: process.env,
    now: 0,
    random: Math.random,
    intake: new ServerIntake(this.#succession),
  };
  #environment = { ...process.env };
  #captured = captureListen();
  #clock: LearnerClock | undefined;
  #root = '';
  #import: Import;
  /** As it is before learner code can replace it, and without what is withheld. */
  #signalItself = process.kill.bind(process, process.pid);

  constructor(importModule: Import) {
    this.#import = importModule;
  }

  /** Does what the checker asks for, in its turn. */
  receive(request: RequestMessage, send: (reply: ReplyMessage) => void): void {
    this.#succession.begin(() => {
      const answered = this.#succession.expectAnswer();
      void this.#answer(request).then((reply) => {
        answered();
        send(reply);
      });
    });
  }

  accept(stream: ChannelStream): void {
    this.#succession.begin(() => this.#present.intake.accept(stream));
  }

  async #answer(request: RequestMessage): Promise<ReplyMessage> {
    const { id } = request;
    try {
      return { id, value: encodeResult(await this.#carryOut(request)) };
    } catch (error) {
      return { id, error: describeError(error) };
    }
  }

  async #carryOut(request: RequestMessage): Promise<unknown> {
    if (request.do === 'load') return this.#load(request);
    if (request.do === 'advance') return this.#clock?.advance(request.milliseconds);
    if (request.do === 'signal') return this.#signalItself(request.signal);
    if (request.do === 'leave') return this.#clock?.rest();
    if (request.do === 'enter') return this.#enter(this.#instances.get(request.instance) ?? this.#present);
    const modules = await Promise.all(request.modules.map((path) => this.#import(this.#urlOf(path))));
    // Strict: no function of theirs that it calls may see it, and print it.
    const evaluated = compileFunction(`'use strict'; return (${request.source})`)() as (
      ...values: unknown[]
    ) => unknown;
    const subject = modules.length === 1 ? modules[0] : modules;
    return evaluated(subject, ...decodeArguments(request.args, (stream) => this.#present.intake.requestOf(stream)));
  }

  /** Loads the submission. Gives back once its server can take connections; throws what the learner's code throws. */
  async #load({ instance, root, entry, environment, now, fakeTimers, replaced = {} }: LoadRequest): Promise<void> {
    if (!this.#clock) {
      this.#root = root;
      this.#clock = installClock(now, { timers: fakeTimers });
      hookModules(root, new Map(Object.entries(replaced)));
    }
    const known = { ...this.#environment, ...environment };
    const intake = new ServerIntake(this.#succession);
    const loaded: Instance = { number: instance, environment: known, now, random: predictableRandom(), intake };
    this.#instances.set(instance, loaded);
    this.#enter(loaded);
    delete this.#captured.server;
    process.argv.splice(1, process.argv.length, join(root, entry));
    const module = await this.#clock.hurry(this.#import(this.#urlOf(entry)));
    loaded.intake.serve(module.app ?? module.default ?? this.#captured.server, entry);
  }

  /** Puts the present instance aside, as it leaves its environment and its time, and goes on with another. */
  #enter(instance: Instance): void {
    this.#present.environment = { ...process.env };
    this.#present.now = this.#clock?.now() ?? 0;
    this.#present.random = Math.random;
    this.#present = instance;
    for (const name of Object.keys(process.env))
      if (!Object.hasOwn(instance.environment, name)) delete process.env[name];
    Object.assign(process.env, instance.environment);
    Math.random = instance.random;
    this.#clock?.goOn(instance.now);
  }

  #urlOf(path: string): string {
    return new URL(`${path}${instanceMark(this.#present.number)}`, pathToFileURL(`${this.#root}/`)).href;
  }
}
