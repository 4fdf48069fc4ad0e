import { processTree, procFile } from './process_tree.ts';

/**
 * Milliseconds that a process, or the one of its descendants that waited longest, was ready to run and had no processor: the
 * count of Linux' scheduler for the main thread (`Documentation/scheduler/sched-stats.rst`, /proc/<pid>/schedstat, second
 * field). 0 for a process that is gone, and on other systems.
 */
export function runDelay(processId: number): number {
  const delays = processTree(processId).map((id) => Number(procFile(id, 'schedstat').split(' ')[1] ?? 0) / 1e6);
  return Math.max(0, ...delays);
}
