import { processTree, procFile } from './process_tree.ts';

/** Milliseconds of a tick, as the kernel counts the time of processes for users (`USER_HZ`). */
const TICK = 10;

/**
 * Milliseconds that a process, or the one of its descendants that waited longest, was ready to run and had no processor, through
 * others. 0 for a process that is gone, and on systems other than Linux.
 */
export function runDelay(processId: number): number {
  const delays = processTree(processId).map((id) =>
    delayThroughOthers(procFile(id, 'schedstat'), procFile(id, 'stat')),
  );
  return Math.max(0, ...delays);
}

/**
 * What the main thread of a process waited for a processor, less what the other threads of the process used: those may have been
 * what it waited for. `schedstat` counts nanoseconds of the main thread, at work and waiting (`sched-stats.rst` of the kernel);
 * the 14th and 15th fields of `stat` count ticks of all threads (proc_pid_stat(5)).
 */
export function delayThroughOthers(schedstat: string, stat: string): number {
  const [worked = 0, waited = 0] = schedstat.split(' ').map((nanoseconds) => Number(nanoseconds) / 1e6);
  // The second field is a name in parentheses, which may hold any character.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const all = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK;
  return Math.max(0, waited - Math.max(0, all - worked));
}
