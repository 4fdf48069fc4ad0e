import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { learnerWithProgram, newLearner } from './learner.ts';
import { projectCopy } from './project_copy.ts';
import { missingPart } from './system_parts.ts';

const APP = 'api/v1/app.ts';

/** How a path in the home of a learner of these tests begins; a real one begins with `workspace/`. */
const HOME = String.raw`(?:\.kata/homes/learner-\w+/)?`;

/** One sentence or two on stderr, nothing on stdout, exit code 2, and no stack. */
const refused = (sentence: RegExp) => ({
  code: 2,
  stdout: '',
  stderr: expect.stringMatching(new RegExp(`^${HOME}${sentence.source}[^\\n]*\\n$`)),
});

test('numbers that name no task, and other wrong words', async () => {
  await using learner = await newLearner();
  await learner.run('start');
  for (const command of ['jump', 'reset', 'diff', 'hint', 'solution'])
    for (const number of ['11', 'two', '1.5', ''])
      expect(await learner.run(command, number)).toEqual(expect.objectContaining(refused(/There is no task/)));
  expect(await learner.run('reset', '7')).toMatchObject(refused(/You have not begun task 7 yet/));
  expect(await learner.run('diff', '7')).toMatchObject(refused(/You have not begun task 7 yet/));
  expect(await learner.run('restore', 'no-such-save')).toMatchObject(refused(/There is no save "no-such-save"/));
  expect((await learner.run('jump')).code).toBe(2);
  expect((await learner.run('jump', '-1')).code).toBe(2);
  expect((await learner.run('hint', '1', '2')).code).toBe(2);
});

test('without a workspace', async () => {
  await using learner = await newLearner();
  for (const command of ['reset', 'diff', 'dev', 'check'])
    expect(await learner.run(command)).toMatchObject(refused(/There is no workspace yet\. Run `npx kata start`/));
  await writeFile(join(learner.root, 'workspace'), 'a file');
  for (const args of [['diff'], ['reset'], ['jump', '1']])
    expect(await learner.run(...args)).toMatchObject(refused(/workspace is not a folder/));
});

const BROKEN: [string, (file: string) => Promise<unknown>][] = [
  ['truncated', (file) => writeFile(file, '{"schema":2,"pres')],
  ['empty', (file) => writeFile(file, '')],
  ['binary', (file) => writeFile(file, Buffer.from([0, 255, 254, 10, 13]))],
  ['of another program', (file) => writeFile(file, '{"name":"x","version":"1.0.0"}')],
  ['older', (file) => writeFile(file, '{"schema":1,"present":4}')],
  ['newer', (file) => writeFile(file, '{"schema":9,"present":4}')],
  ['a folder', (file) => mkdir(join(file, 'inside'), { recursive: true })],
  ['a link to nowhere in particular', (file) => symlink('/etc', file)],
];

test.each(BROKEN)('a state file that is %s is set aside, and the command does its work', async (_kind, damage) => {
  await using learner = await newLearner();
  await learner.run('jump', '3');
  const derived = join(learner.root, '.kata');
  const files = await learner.files();
  await rm(join(derived, 'progress.json'));
  await damage(join(derived, 'progress.json'));
  const { code, stdout, stderr } = await learner.run('progress');
  expect(code).toBe(0);
  expect(stdout).toContain('→  0');
  expect(stderr).toMatch(
    /^The file of your progress .*progress\.json\.set-aside-[\dT-]+, and your progress begins .*\n$/,
  );
  const [aside = ''] = (await readdir(derived)).filter((name) => name.startsWith('progress.json.set-aside-'));
  expect(stderr).toContain(aside);
  expect(await learner.files()).toEqual(files);
  expect(await learner.run('jump', '2')).toMatchObject({ code: 0, stderr: '' });
  expect((await learner.state()).present).toBe(2);
});

test('.kata as a file is told in one sentence', async () => {
  await using learner = await newLearner();
  await writeFile(join(learner.root, '.kata'), 'a file');
  expect(await learner.run('progress')).toMatchObject(refused(/\.kata is a file, and must be a folder/));
});

test('things in the way of a file are told, before anything is changed', async () => {
  await using learner = await newLearner();
  await learner.run('start');
  await rm(learner.path(APP));
  await mkdir(learner.path(APP));
  await learner.write('api/v1/views/users.ts', 'mine');
  expect(await learner.run('reset')).toMatchObject(
    refused(/workspace\/api\/v1\/app\.ts cannot be written: a folder stands/),
  );
  expect(await learner.read('api/v1/views/users.ts')).toBe('mine');
});

test.skipIf(process.platform === 'win32' || missingPart('an ordinary user') !== undefined)(
  'a read-only workspace is told in one sentence, and stays as it is',
  async () => {
    await using learner = await learnerWithProgram(projectCopy);
    await learner.run('start');
    await learner.write(APP, 'mine');
    await chmod(learner.path('api/v1'), 0o555);
    try {
      expect(await asOrdinaryUser(learner.root, 'reset')).toMatchObject(
        refused(/workspace\/api\/v1 cannot be written: it or its folder is read-only/),
      );
      expect(await readFile(learner.path(APP), 'utf8')).toBe('mine');
    } finally {
      await chmod(learner.path('api/v1'), 0o755);
    }
  },
);

/** Root may write everywhere, so there the project is given to somebody else, and run as them. */
async function asOrdinaryUser(root: string, ...args: string[]) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await promisify(execFile)('chown', ['-R', '65534:65534', root]);
  const options = {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', HOME: root },
    ...(isRoot && { uid: 65534, gid: 65534 }),
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'checker/kata.mjs'), ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}
