import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { procFile } from '../../sandbox/process_tree.ts';

/** Of util-linux, which nearly every Linux has. */
const TASKSET = 'taskset';

/**
 * The processors for a batch that has a job for each of them, by the numbers of the kernel. A job that stays on one wakes its
 * learner processes there, which is cheaper than across processors. Empty where nothing is gained by that, or nothing known:
 * where processors are left for others, where a share of many is ours (a container's quota), or without Linux's `taskset`.
 */
export function processorsOf(jobs: number): number[] {
  const available = availableParallelism();
  if (process.platform !== 'linux' || jobs < available) return [];
  const allowed = /^Cpus_allowed_list:\s*(.+)$/m.exec(procFile(process.pid, 'status'))?.[1] ?? '';
  const processors = readCpuList(allowed);
  if (processors.length !== available) return [];
  const tried = spawnSync(TASKSET, ['--cpu-list', String(processors[0]), 'true'], { stdio: 'ignore' });
  return tried.status === 0 ? processors : [];
}

/** The program and its first arguments that start Node on this processor alone, with all that it starts; on any, without one. */
export function nodeOn(processor: number | undefined): { program: string; args: string[] } {
  if (processor === undefined) return { program: process.execPath, args: [] };
  return { program: TASKSET, args: ['--cpu-list', String(processor), process.execPath] };
}

/** A list as the kernel writes it, as `0-3,8` (cpuset(7), "List format"). Empty where it is none. */
export function readCpuList(text: string): number[] {
  const ranges = text.split(',').map((range) => /^(\d+)(?:-(\d+))?$/.exec(range.trim()));
  if (ranges.includes(null)) return [];
  return ranges.flatMap((range) => {
    const [first, last] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
