import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stageBefore, starterOf } from '../stages/compose.ts';
import { loadTasks } from '../tasks.ts';
import { newLearner } from './learner.ts';

const tasks = await loadTasks();
const APP = 'api/v1/app.ts';
const SESSION_AUTH = 'api/v1/auth/session_auth.ts';

test('jump makes the starter of a task, keeps what is the learner’s own, and passes nothing', async () => {
  await using learner = await newLearner();
  await learner.run('jump', '5');
  expect(await learner.files()).toEqual(await starterOf(5, tasks));
  expect(existsSync(join(learner.root, '.kata', 'saved'))).toBe(false);

  await learner.write('notes.txt', 'mine');
  await learner.append(APP, '// mine\n');
  const { code, stdout } = await learner.run('jump', '1');
  expect(code).toBe(0);
  expect(stdout).toContain('You are at the start of task 1 now');
  expect(stdout).toMatch(/What was there is saved in \.kata\/saved\/[\dT-]+-jump-to-task-1\/\./);
  expect(stdout).toContain('Kept, since they are your own: notes.txt');
  const starter = await starterOf(1, tasks);
  expect(await learner.files()).toEqual(new Map([...starter, ['notes.txt', Buffer.from('mine')]]));
  expect(await learner.state()).toMatchObject({ present: 1, passed: [] });
  expect((await learner.run('progress')).stdout).toContain('0 of 11 tasks passed');
});

test('files of later tasks are taken away by a jump back, and come back by restore', async () => {
  await using learner = await newLearner();
  await learner.run('jump', '8');
  const before = await learner.files();
  const jumped = await learner.run('jump', '0');
  expect(jumped.stdout).toContain('Taken away, since they belong to other tasks: api/v1/auth/session_auth.ts');
  expect(existsSync(learner.path(SESSION_AUTH))).toBe(false);

  const listed = await learner.run('restore');
  const [, name = ''] = /restore (\S+-jump-to-task-0)`/.exec(listed.stdout) ?? [];
  expect(await learner.run('restore', name)).toMatchObject({ code: 0, stdout: expect.stringContaining('Get it back') });
  expect(await learner.files()).toEqual(before);
  expect((await learner.state()).present).toBe(8);
  expect(await readdir(join(learner.root, '.kata', 'saved'))).toHaveLength(2);
});

test('reset puts the files of the present task back, and leaves the others alone', async () => {
  await using learner = await newLearner();
  await learner.run('start');
  await learner.write(APP, 'broken');
  await learner.append('models/user.ts', '// kept\n');
  const { stdout } = await learner.run('reset');
  expect(stdout).toContain(`Written: ${APP}\n`);
  expect(stdout).not.toContain('Kept');
  expect(await learner.read(APP)).toBe((await starterOf(0, tasks)).get(APP)?.toString());
  expect(await learner.read('models/user.ts')).toContain('// kept');
  expect((await learner.run('reset')).stdout).toContain('Nothing to put back');
  expect(await readdir(join(learner.root, '.kata', 'saved'))).toHaveLength(1);
});

test('after a passed task, reset and diff go back to the learner’s own work, and solution is open', async () => {
  await using learner = await newLearner();
  await learner.run('start');
  for (const path of tasks[0]?.touches ?? [])
    await learner.write(path, `${(await stageBefore(1, tasks)).get(path)}// my own way\n`);
  expect((await learner.run('check')).stdout).toContain('Task 0 is done.');
  expect(await learner.state()).toMatchObject({ present: 1, passed: [0] });
  const atStart = await learner.files();

  expect((await learner.run('diff')).stdout).toBe('');
  await learner.append(SESSION_AUTH, '// new\n');
  expect((await learner.run('diff')).stdout).toMatch(/^--- a\/api\/v1\/auth\/session_auth\.ts\n.*\n\+\/\/ new\n$/s);
  expect((await learner.run('diff', '0')).stdout).toContain('+// my own way');
  await learner.run('reset');
  expect(await learner.files()).toEqual(atStart);

  expect((await learner.run('solution', '0')).stdout).toContain('+++ b/api/v1/views/users.ts');
  expect((await learner.run('reset', '0')).code).toBe(0);
  expect(await learner.state()).toMatchObject({ present: 0, passed: [0] });
  expect((await learner.run('progress')).stdout).toContain(
    '→  0  Et moi et moi et moi!  (you are here, passed before)',
  );
  // Back at the start of task 1 the learner's own work is there again.
  expect((await learner.run('reset', '1')).code).toBe(0);
  expect(await learner.files()).toEqual(atStart);
});

test('reset, then start: everything as it was left', async () => {
  await using learner = await newLearner();
  await learner.run('jump', '4');
  await learner.run('hint');
  await learner.append('api/v1/auth/auth.ts', '// mine\n');
  await learner.run('reset');
  const [files, state] = [await learner.files(), await learner.state()];
  await learner.run('start');
  expect([await learner.files(), await learner.state()]).toEqual([files, state]);
});

test('hints come one more each time, each task for itself, and at the end it says what next', async () => {
  await using learner = await newLearner();
  const total = tasks[3]?.hints.length ?? 0;
  const shown = [];
  for (let time = 0; time < total + 1; time++) shown.push((await learner.run('hint', '3')).stdout);
  const numbers = shown.map((text) => text.match(/^ {2}\d\/\d/gm)?.length);
  expect(numbers).toEqual([...Array.from({ length: total }, (_, index) => index + 1), total]);
  expect(shown[0]).toContain(`${total - 1} hints are left`);
  expect(shown.at(-1)).toContain('npx kata solution 3 --spoil');
  expect((await learner.run('hint')).stdout).toContain('Task 0, “Et moi et moi et moi!”:\n  1/4');
  expect(await learner.state()).toMatchObject({ hints: { 0: 1, 3: total } });
});

test('a solution is refused before the task is passed, and shown with --spoil', async () => {
  await using learner = await newLearner();
  const refused = await learner.run('solution', '10');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^You have not passed task 10 yet\..*\n$/);
  const { code, stdout } = await learner.run('solution', '10', '--spoil');
  expect(code).toBe(0);
  expect(stdout).toContain('+++ b/models/user_session.ts');
  expect(stdout).toContain("+  ['session_db_auth', SessionDBAuth],");
});

test('a workspace with CRLF: only what changed is shown', async () => {
  await using learner = await newLearner();
  await learner.run('start');
  for (const [name, content] of await learner.files())
    await learner.write(name, content.toString().replaceAll('\n', '\r\n'));
  expect(await learner.run('diff')).toMatchObject({ code: 0, stdout: '' });
  await learner.append(APP, '// mine\r\n');
  const { stdout } = await learner.run('diff');
  expect(stdout.match(/^[-+](?![-+])/gm)).toEqual(['+']);
  expect(stdout).toMatch(/\n\+\/\/ mine\n$/);
});

test('a file that was deleted is a part of the diff', async () => {
  await using learner = await newLearner();
  await learner.run('start');
  await rm(learner.path('main.ts'));
  expect((await learner.run('diff')).stdout).toContain('--- a/main.ts\n+++ /dev/null\n');
});
