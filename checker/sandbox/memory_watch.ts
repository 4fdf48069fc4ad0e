import { readFileSync } from 'node:fs';

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
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
    const children = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').split(' ').filter(Boolean);
    return children.map(Number).reduce((sum, child) => sum + residentMemory(child), own);
  } catch {
    return 0;
  }
}
