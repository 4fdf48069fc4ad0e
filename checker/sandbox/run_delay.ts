import { readFileSync } from 'node:fs';

/**
 * Milliseconds that a process, or the one of its descendants that waited longest, was ready to run and had no processor: the
 * count of Linux' scheduler for the main thread (`Documentation/scheduler/sched-stats.rst`, /proc/<pid>/schedstat, second
 * field). 0 for a process that is gone, and on other systems.
 */
export function runDelay(processId: number): number {
  if (process.platform !== 'linux') return 0;
  try {
    const nanoseconds = Number(readFileSync(`/proc/${processId}/schedstat`, 'utf8').split(' ')[1]);
    const children = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').split(' ').filter(Boolean);
    return Math.max(nanoseconds / 1e6, ...children.map((child) => runDelay(Number(child))));
  } catch {
    return 0;
  }
}
