import { processTree, procFile } from './process_tree.ts';

/** Looking costs: a server that waits for its next task is watched as well. */
const INTERVAL = 50;

/**
 * Watches the resident memory of a process and of all that it started, in bytes, and tells once when it is more than the
 * limit. Linux only (it reads `/proc`); elsewhere Node's own limit on the heap is the only one. Gives what ends the watch.
 */
export function watchMemory(processId: number, limit: number, exceeded: () => void): () => void {
  if (process.platform !== 'linux') return () => {};
  const timer = setInterval(() => {
    if (residentMemory(processId) <= limit) return;
    clearInterval(timer);
    exceeded();
  }, INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}

/** Bytes that a process and its descendants hold in memory. 0 for a process that is gone. */
export function residentMemory(processId: number): number {
  return processTree(processId).reduce((sum, id) => sum + residentKilobytes(id) * 1024, 0);
}

function residentKilobytes(processId: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(procFile(processId, 'status'))?.[1] ?? 0);
}
