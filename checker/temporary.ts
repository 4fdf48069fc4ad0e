import { readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from './remove_tree.ts';

/** A folder that is removed when it goes out of scope. That it cannot be removed never stands in the way of what was found in it. */
export type TemporaryFolder = { path: string } & AsyncDisposable;

/** A new folder of this process in the temporary folder of the system. Its name tells whose it is. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `kata-${process.pid}-${identity(process.pid)}-`));
  return { path, [Symbol.asyncDispose]: async () => void (await removeTree(path)) };
}

/** Removes what processes have left behind that were killed. What belongs to somebody else, or to a process that runs, stays. */
export async function sweepTemporary(): Promise<void> {
  const folder = tmpdir();
  const left = (await readdir(folder)).filter(isLeft);
  await Promise.all(left.map((name) => removeTree(join(folder, name))));
}

function isLeft(name: string): boolean {
  const [, id, owner] = /^kata-(\d+)-(\d+-\d+)-\w{6}$/.exec(name) ?? [];
  if (id === undefined || owner === undefined) return false;
  const [, started] = owner.split('-');
  // A process of another container: nobody here knows whether it runs.
  if (!owner.startsWith(`${namespace()}-`)) return false;
  return hasEnded(Number(id)) || (started !== '0' && identity(Number(id)) !== owner);
}

/** Tells a process from another that gets its number later: the namespace that counts it, and when it was started. Linux only. */
function identity(processId: number): string {
  return `${namespace()}-${started(processId)}`;
}

function namespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/**
 * When a process was started, in ticks of the kernel's clock since the machine came up: the 22nd field of proc_pid_stat(5). 0 where
 * nothing is known. A number alone is no identity: another process has it later, or in another namespace.
 */
export function started(processId: number): string {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The second field is a name in parentheses, which may hold any character.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

function hasEnded(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
