import { cp } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { changeFiles } from '../fixtures/change.ts';
import { rightSolutions } from '../fixtures/right.ts';
import { applyMistake } from '../mutants/apply.ts';
import { mistakes } from '../mutants/mistakes.ts';
import { PROJECT } from '../project.ts';
import { SUITE } from '../sandbox/hostile/index.ts';
import { finishedStage, starterOf } from '../stages/compose.ts';
import type { Task } from '../tasks.ts';

/** What a submission of the sample class is. */
type Sample =
  | { is: 'the finished server' }
  | { is: 'right in another way'; name: string }
  /** As it stands at the start of a task: the tasks before are done. */
  | { is: 'unfinished'; before: number }
  | { is: 'mistaken'; mistakes: string[] }
  | { is: 'hostile'; name: string }
  | { is: 'no archive' };

/** A class as one meets it: most are nearly right, some have just begun, and one or two are up to something. */
const CLASS: Record<string, Sample> = {
  amber: { is: 'the finished server' },
  birch: { is: 'right in another way', name: 'hand-made' },
  cedar: { is: 'unfinished', before: 9 },
  dune: { is: 'unfinished', before: 5 },
  ember: { is: 'unfinished', before: 0 },
  fern: { is: 'mistaken', mistakes: ['cookie-name-fixed-at-login'] },
  grove: { is: 'mistaken', mistakes: ['login-is-201', 'cookie-holds-user-id'] },
  heath: { is: 'mistaken', mistakes: ['wrong-password-is-404'] },
  iris: { is: 'mistaken', mistakes: ['login-reads-json'] },
  juniper: { is: 'hostile', name: 'prints forged results and exits with 0' },
  kelp: { is: 'hostile', name: 'loops in a handler' },
  lichen: { is: 'no archive' },
};

/** Writes the sample class into a folder: a folder or an archive for each submission. */
export async function writeSampleClass(folder: string, tasks: Task[]): Promise<void> {
  for (const [name, sample] of Object.entries(CLASS)) await writeSample(join(folder, name), sample, tasks);
}

async function writeSample(path: string, sample: Sample, tasks: Task[]): Promise<void> {
  if (sample.is === 'no archive')
    return changeFiles(dirname(path), [[`${basename(path)}.zip`, 'This is no archive.\n']]);
  if (sample.is === 'unfinished') return changeFiles(path, await starterOf(sample.before, tasks));
  await changeFiles(path, await finishedStage());
  if (sample.is === 'right in another way') {
    const right = found(rightSolutions, sample.name);
    await cp(join(PROJECT.root, 'checker', 'fixtures', right.folder), path, { recursive: true });
  }
  if (sample.is === 'mistaken') for (const name of sample.mistakes) await applyMistake(found(mistakes, name), path);
  if (sample.is === 'hostile') await changeFiles(path, Object.entries(found(SUITE, sample.name).changes));
}

function found<Item extends { name: string }>(items: readonly Item[], name: string): Item {
  const item = items.find((one) => one.name === name);
  if (item) return item;
  throw new Error(`The sample class needs "${name}", which is not there any more.`);
}
