import { readFileSync } from 'node:fs';

/**
 * A process and what it started, and so on, as far as they live: process ids, the root first. `enter` says whether a process
 * counts, with all below it. Linux only (it reads `/proc`); elsewhere it is empty.
 */
export function processTree(root: number, enter: (processId: number) => boolean = () => true): number[] {
  if (process.platform !== 'linux' || !enter(root)) return [];
  const children = procFile(root, `task/${root}/children`).split(' ').filter(Boolean).map(Number);
  return [root, ...children.flatMap((child) => processTree(child, enter))];
}

/** A file below `/proc/<process id>`, or an empty text where the process is gone. */
export function procFile(processId: number, name: string): string {
  try {
    return readFileSync(`/proc/${processId}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
