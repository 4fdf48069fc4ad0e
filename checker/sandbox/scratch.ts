import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { emptyFolder } from '../remove_tree.ts';
import { findProgram } from './find_program.ts';
import { isRoot, type Sandbox, UNUSED_USER } from './level.ts';
import { RESOURCES } from './resources.ts';

/** The folder that a submission may write to. */
export type Scratch = {
  /** Absolute path, for every process of ours. */
  path: string;
  /** Removes what is in it, whatever a submission has made of it. No process of the submission may run. */
  empty: () => Promise<void>;
} & AsyncDisposable;

/** Where a folder is another one than for us: in the namespaces of a process. */
type Room = { holder: string; folder: string };

/**
 * Makes an empty folder one that a submission may write to. For bubblewrap it becomes a file system in memory, in namespaces of its
 * own: the kernel bounds its bytes and its entries, no file in it can be run or loaded as a library, and it ends with this process,
 * however that ends. Elsewhere, and if the kernel or the machine's policy lets an ordinary user mount nothing, it stays as it is.
 */
export async function newScratch(folder: string, sandbox: Sandbox): Promise<Scratch> {
  const holder = 'engine' in sandbox && sandbox.engine === 'bubblewrap' ? await openRoom(folder) : undefined;
  if (!holder)
    return { path: folder, empty: async () => void (await emptyFolder(folder)), [Symbol.asyncDispose]: async () => {} };
  const path = pathIn(holder, folder);
  return { path, empty: () => empty(holder), [Symbol.asyncDispose]: () => end(holder) };
}

/** The room of such a path, if it is in one. */
export function roomOf(path: string): Room | undefined {
  const [, holder, folder] = /^\/proc\/(\d+)\/root(\/.*)$/.exec(path) ?? [];
  return holder !== undefined && folder !== undefined ? { holder, folder } : undefined;
}

/** What stands before a command that shall see this room. */
export function inRoom({ holder }: Room): string[] {
  return [findProgram('nsenter') ?? 'nsenter', '--target', holder, '--user', '--mount', '--preserve-credentials', '--'];
}

type Holder = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Mounts, says so, and holds the namespaces until its input ends: that is with us. For each line it removes all files, which
 * is done here because nobody else may rename there: a folder that something is mounted on stays.
 */
const HOLD = 'mount -t tmpfs -o "$1" "$0" "$0" && echo ready && while read -r line; do rm -rf "$0"; echo ready; done';

const MOUNT_OPTIONS = [
  ...[`size=${RESOURCES.diskBytes}`, `nr_inodes=${RESOURCES.diskEntries}`, 'mode=700'],
  ...['noexec', 'nosuid', 'nodev'],
].join(',');

const PATIENCE = 30_000;

async function openRoom(folder: string): Promise<Holder | undefined> {
  const unshare = findProgram('unshare');
  if (!unshare || !findProgram('nsenter') || usable === false) return undefined;
  const args = ['--user', '--map-root-user', '--mount', '--', '/bin/sh', '-c', HOLD, folder, MOUNT_OPTIONS];
  const holder = spawn(unshare, args, { ...asNobody(), stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  // It may end before we do.
  holder.stdin.on('error', () => {});
  const ready = await isReady(holder);
  usable ??= ready && canReach(pathIn(holder, folder)) && canConfine({ holder: String(holder.pid), folder });
  if (ready && usable) return holder;
  holder.kill('SIGKILL');
  if (usable) throw new Error('The folder of a submission could not be made.');
  return undefined;
}

/** Whether it says that it is ready. Where it ends, or is silent for too long, it will not be. */
async function isReady(holder: Holder): Promise<boolean> {
  if (hasEnded(holder)) return false;
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, AbortSignal.timeout(PATIENCE)]);
  try {
    const ready = once(holder.stdout, 'data', { signal }).then(() => true);
    const ended = once(holder, 'exit', { signal }).then(() => false);
    return await Promise.race([ready, ended]);
  } catch {
    return false;
  } finally {
    over.abort();
  }
}

function hasEnded({ exitCode, signalCode }: Holder): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Whether rooms are of use here: known after the first. */
let usable: boolean | undefined;

function pathIn({ pid }: Holder, folder: string): string {
  return `/proc/${pid}/root${folder}`;
}

/** In a container, root may lack the right to look into the namespaces of another user's process (ptrace(2)). */
function canReach(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Tries it with a sandbox inside. */
function canConfine(room: Room): boolean {
  const namespaces = ['--unshare-user', '--unshare-pid', '--unshare-net'];
  const sandbox = [findProgram('bwrap') ?? 'bwrap', ...namespaces, '--ro-bind', '/', '/', '--', '/bin/true'];
  const [command = '', ...args] = [...inRoom(room), ...sandbox];
  return spawnSync(command, args, { ...asNobody(), timeout: PATIENCE }).status === 0;
}

/** As root, the user that a submission runs as. */
function asNobody() {
  return { cwd: '/', env: {}, ...(isRoot() && { uid: UNUSED_USER, gid: UNUSED_USER }) };
}

async function empty(holder: Holder): Promise<void> {
  holder.stdin.write('\n');
  if (!(await isReady(holder))) throw new Error('The folder of a submission could not be emptied.');
}

async function end(holder: Holder): Promise<void> {
  if (hasEnded(holder)) return;
  const ended = once(holder, 'exit');
  holder.stdin.end();
  await ended;
}
