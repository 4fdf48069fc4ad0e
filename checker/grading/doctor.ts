import { chmod, mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { compileSubmission } from '../harness/compile.ts';
import type { LearnerProcess } from '../harness/learner_process.ts';
import { LIMITS } from '../harness/limits.ts';
import { ProcessEnded } from '../harness/process_end.ts';
import { decodeResult, encodeArguments } from '../harness/protocol.ts';
import { ENTRY_MODULE } from '../harness/rules.ts';
import { takeProcess } from '../harness/spare.ts';
import { stubBundle } from '../harness/stub_bundle.ts';
import { PROJECT } from '../project.ts';
import type { Sandbox } from '../sandbox/level.ts';
import { RESOURCES } from '../sandbox/resources.ts';
import { newScratch } from '../sandbox/scratch.ts';
import type { SpawnOptions } from '../sandbox/spawn.ts';
import { started, temporaryFolder } from '../temporary.ts';
import { type Canary, type CanaryPlaces, fillDisk, tryCanaries } from './canaries.ts';

/** What a sandbox held of a submission that tried to get out. */
export type Examination = {
  /** Each canary with whether it held. */
  canaries: Record<Canary, boolean>;
  /** Whether all did that the wall stands on. */
  sound: boolean;
};

/**
 * Not `code` and `calls`, which Node's permission model keeps out as well, and what they could do is held by all the others; nor
 * `disk`, which the watch bounds where the kernel does not.
 */
const canariesOfTheWall: readonly Canary[] = ['file', 'port', 'process', 'writing', 'daemon', 'keys'];

/** Milliseconds in which a process that is still there would have shown it. */
const SIGN_OF_LIFE = 300;

/**
 * Runs a submission of our own that tries to read a planted file, to reach a planted port, to reach another process, to write
 * outside its folder, to leave a daemon, to see keys of the machine, to make calls that no server needs, to run native code that it
 * wrote, and to fill the disk. Of `strong` it is the wall alone that must hold: no permission model stands before it, and no watch
 * beside it.
 * Throws an Error where the sandbox does not even start.
 */
export async function examine(sandbox: Sandbox): Promise<Examination> {
  await using folder = await temporaryFolder();
  // As root the submission is another user, and it is the sandbox that must hold, not the mode of a folder.
  await chmod(folder.path, 0o755);
  await using planted = await plant(folder.path);
  const submission = join(folder.path, 'submission');
  await write(join(submission, ENTRY_MODULE), 'export const app = (_request, response) => response.end();\n');
  await mkdir(join(folder.path, 'scratch'));
  await using made = await newScratch(join(folder.path, 'scratch'), sandbox);
  const scratch = made.path;
  const confinement: SpawnOptions = {
    ...sandbox,
    wallAlone: true,
    stub: await stubBundle(),
    submission: (await compileSubmission(submission, sandbox)).root,
    packages: await realpath(join(PROJECT.root, 'node_modules')),
    scratch,
  };
  const reached = await inProcess(confinement, (learner) => attack(learner, planted.places));
  const held = (name: Canary): boolean => !reached.includes(name);
  const survived = await isAlive(join(scratch, 'alive'));
  if (survived) await endDaemon(scratch);
  await made.empty();
  const filled = await inProcess(confinement, fill);
  const canaries = {
    file: held('file'),
    port: held('port'),
    process: held('process'),
    writing: held('writing'),
    daemon: !survived,
    keys: held('keys'),
    calls: held('calls'),
    code: held('code'),
    disk: !filled,
  };
  return { canaries, sound: canariesOfTheWall.every((name) => canaries[name]) };
}

/** Does something with a process that has the submission loaded, and ends it. */
async function inProcess<Found>(
  confinement: SpawnOptions,
  work: (learner: LearnerProcess) => Promise<Found>,
): Promise<Found> {
  const learner = await takeProcess(confinement);
  try {
    const load = { root: learner.submission, entry: ENTRY_MODULE, environment: {}, now: 0, fakeTimers: false };
    await learner.request({ do: 'load', instance: 0, ...load }, LIMITS.startUp);
    return await work(learner);
  } finally {
    await learner.kill();
  }
}

async function attack(learner: LearnerProcess, places: CanaryPlaces): Promise<Canary[]> {
  return (await evaluate(learner, String(tryCanaries), places, LIMITS.startUp)) as Canary[];
}

/** Whether more could be written than a submission may have. Where it ends for that, it could not. */
async function fill(learner: LearnerProcess): Promise<boolean> {
  const all = [
    { files: Math.ceil(RESOURCES.diskBytes / RESOURCES.fileBytes) + 1, each: RESOURCES.fileBytes },
    { files: RESOURCES.diskEntries + 1, each: 0 },
  ];
  try {
    for (const amount of all) if (await evaluate(learner, String(fillDisk), amount, LIMITS.warmUp)) return true;
    return false;
  } catch (error) {
    if (error instanceof ProcessEnded) return false;
    throw error;
  }
}

async function evaluate(learner: LearnerProcess, source: string, given: object, patience: number): Promise<unknown> {
  const args = encodeArguments([given]);
  return decodeResult(await learner.request({ do: 'evaluate', modules: [ENTRY_MODULE], source, args }, patience));
}

type Planted = { places: CanaryPlaces } & AsyncDisposable;

async function plant(folder: string): Promise<Planted> {
  const secret = join(folder, 'secret.txt');
  await write(secret, 'a secret');
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const places = { secret, port, processId: process.pid, started: started(process.pid), trace: join(folder, 'trace') };
  return { places, [Symbol.asyncDispose]: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** While it writes, its folder cannot be removed. */
async function endDaemon(scratch: string): Promise<void> {
  // Where it cannot be told to, it ends by itself.
  await write(join(scratch, 'end'), '').catch(() => {});
  while (await isAlive(join(scratch, 'alive'))) {
    // It looks for the file before it writes.
  }
}

/** Whether something still writes to the file. */
async function isAlive(file: string): Promise<boolean> {
  const read = () => readFile(file, 'utf8').catch(() => '');
  const before = await read();
  await new Promise((resolve) => setTimeout(resolve, SIGN_OF_LIFE));
  return (await read()) !== before;
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
