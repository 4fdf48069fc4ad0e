import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { writeSampleClass } from '../demo/sample_class.ts';
import { EXIT } from '../errors.ts';
import type { Io } from '../io.ts';
import { bestLevel } from '../sandbox/available.ts';
import { loadTasks } from '../tasks.ts';
import { temporaryFolder } from '../temporary.ts';
import { type GradeFlags, gradeSources } from './grade.ts';

/** `kata grade --demo`: makes a sample class and grades it, so that an instructor sees what comes of it. */
export async function gradeDemo(io: Io, flags: GradeFlags): Promise<number> {
  const tasks = await loadTasks();
  await using folder = await temporaryFolder();
  const sample = join(folder.path, 'class');
  await writeSampleClass(sample, tasks);
  const usual = join(io.home.derived, 'demo');
  // The results of the last demo are ours, and nobody's marks.
  if (!flags.out && existsSync(usual)) await rm(usual, { recursive: true });
  const out = flags.out ?? relative(process.cwd(), usual);
  const code = await gradeSources(io, [sample], { seed: '1', sandbox: bestLevel(), ...flags, out }, tasks);
  // One of the samples is there to be refused.
  return code === EXIT.failed ? EXIT.passed : code;
}
