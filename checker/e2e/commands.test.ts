import { chmod, mkdir, mkdtempDisposable, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import { kata } from './kata.ts';
import { learnerWithProgram, newLearner } from './learner.ts';
import { type Finished, program } from './program.ts';

/** Each command once as a program: it says and does the same as in this process, where all else is tested. */

const DAY: string[][] = [
  ['start'],
  ['check', '0', '--seed', '1'],
  ['check', '0', '--json', '--seed', '1'],
  ['hint'],
  ['diff'],
  ['jump', '3'],
  ['progress'],
  ['reset'],
  ['restore'],
  ['restore', 'no-such-save'],
  ['solution', '3', '--spoil'],
  ['solution'],
  ['--help'],
  ['--version'],
  ['no-such-command'],
];

/** What differs between two learners: when something was saved. */
const masked = ({ stdout, stderr, ...rest }: Finished): Finished => {
  const [out = '', error = ''] = [stdout, stderr].map((text) =>
    text.replaceAll(/\d{4}-\d\d-\d\d[T ][\d:-]+/g, '<time>'),
  );
  return { ...rest, stdout: out, stderr: error };
};

test('a day of a learner', async () => {
  await using learner = await newLearner();
  await using user = await learnerWithProgram();
  for (const args of DAY) {
    const [here, there] = [await learner.run(...args), await user.run(...args)];
    expect({ args, ...masked(there) }).toEqual({ args, ...masked(here) });
    expect(await user.files()).toEqual(await learner.files());
  }
  expect(await user.state()).toEqual(await learner.state());
});

test('the commands of an instructor', async () => {
  await using learner = await newLearner();
  const at = (name: string) => join(learner.root, name);
  await writeFile(at('file'), 'neither a kit nor a submission');
  for (const args of [['grade', at('nowhere'), '--out', at('out')], ['kit', at('file')], ['doctor']])
    expect({ args, ...(await program(args)) }).toEqual({ args, ...(await kata(args)) });
});

test.skipIf(process.platform === 'win32')('the temporary folder may be a link, as on macOS', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'linked-'));
  await mkdir(join(folder.path, 'real'));
  await symlink(join(folder.path, 'real'), join(folder.path, 'link'));
  // As root, submissions are another user.
  for (const each of [folder.path, join(folder.path, 'real')]) await chmod(each, 0o755);
  await using right = await submission();
  const env = { TMPDIR: join(folder.path, 'link') };
  const { code, stdout } = await program(['check', '2', '10', '--dir', right.folder, '--sandbox', 'basic'], { env });
  expect(stdout).toContain('45 of 45 points');
  expect(code).toBe(0);
});
