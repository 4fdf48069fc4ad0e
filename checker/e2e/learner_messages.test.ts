import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changeFiles } from '../fixtures/change.ts';
import { submission } from '../fixtures/submission.ts';
import { finishedStage } from '../stages/compose.ts';
import { checked, kata } from './kata.ts';
import { type Learner, newLearner } from './learner.ts';

const APP = 'api/v1/app.ts';

/** A learner whose workspace is the finished server. */
async function finishedLearner(): Promise<Learner> {
  const learner = await newLearner();
  await learner.run('start');
  await changeFiles(join(learner.root, 'workspace'), await finishedStage());
  return learner;
}

test('a type error is advice: what behaves right passes with exit code 0', async () => {
  await using learner = await finishedLearner();
  await learner.append(APP, "\nexport const wrong: number = 'text';\n");
  const { code, stdout } = await learner.run('check', '0');
  expect(stdout).toContain('TypeScript says, as advice');
  expect(stdout).toMatch(/api\/v1\/app\.ts:\d+ {2}Type 'string' is not assignable to type 'number'\./);
  expect(stdout).toContain('✓ Task 0');
  expect(code).toBe(0);

  const json = await learner.run('check', '0', '--json');
  expect(json.stdout).not.toContain('TypeScript');
});

test('a workspace without a type error is shown no advice', { tags: 'long' }, async () => {
  await using learner = await finishedLearner();
  const { code, stdout } = await learner.run('check', '0');
  expect(stdout).not.toContain('TypeScript');
  expect(code).toBe(0);
});

test('--timeline tells what each failed check did, and with --all every check', { tags: 'long' }, async () => {
  await using wrong = await submission({
    'api/v1/views/session_auth.ts': (content) => content.replace(/if \(!\(await auth\.destroySession[^\n]*\n/, '\n'),
  });
  const args = ['check', '8', '--dir', wrong.folder, '--seed', '1'];
  const { code, stdout } = await kata([...args, '--timeline']);
  expect(stdout).toContain('✗ [8.4] after the logout, the old cookie is 403');
  expect(stdout).toContain('→ DELETE /api/v1/auth_session/logout');
  expect(stdout).toContain('Set-Cookie: _my_session_id=; Path=/');
  expect(stdout).toContain('◀ here it went wrong');
  expect(stdout).not.toContain('✓');
  expect(code).toBe(1);
  expect((await kata([...args, '--timeline', '--all'])).stdout).toContain('✓ [8.1]');
});

test('the timeline of task 10 has restarts and the moving clock', async () => {
  await using right = await submission();
  const { stdout } = await kata(['check', '10', '--dir', right.folder, '--seed', '1', '--timeline', '--all']);
  expect(stdout).toContain('the server is stopped with SIGKILL and started again');
  expect(stdout).toMatch(/\+\d+ s 1 ms +⏱ the clock moves on by 1 ms/);
});

test("an error of the learner's is shown with its line, and a server error as well", async () => {
  await using wrong = await submission({
    'api/v1/views/users.ts': (content) =>
      content.replace("if (!request.currentUser) return sendError(response, 404, 'Not found');", ''),
  });
  const { report } = await checked(wrong.folder, '0');
  const failed = report.tasks[0]?.checks.filter(({ outcome }) => outcome === 'failed') ?? [];
  expect(failed.length).toBeGreaterThan(0);
  const [first] = failed;
  const line = first?.error?.source?.find((candidate) => candidate.line === first.error?.line);
  expect(first).toMatchObject({ cause: 'assertion', error: { file: 'api/v1/views/users.ts' } });
  expect(line?.text).toContain('request.currentUser.toJson()');
});

test('a call that throws tells what was called, and the step is the wrong one', async () => {
  await using wrong = await submission({
    'api/v1/auth/session_auth.ts': (content) =>
      content.replace('return this.userIdBySessionId.get(sessionId) ?? null;', "throw new Error('not today');"),
  });
  const { report } = await checked(wrong.folder, '3');
  const [first] = report.tasks[0]?.checks.filter(({ outcome }) => outcome === 'failed') ?? [];
  expect(first?.reason).toMatch(/^Your code threw an error\. It came when the check .*calls .*userIdForSessionId/);
  expect(first?.timeline?.find(({ wrong }) => wrong)).toMatchObject({ what: 'call', threw: 'not today' });
});

test('the first failures are shown in full, and with --all every one', { tags: 'long' }, async () => {
  await using wrong = await submission({ [APP]: (content) => content.replaceAll('request.currentUser = ', 'void ') });
  const count = async (...more: string[]) =>
    (await kata(['check', '0', '--dir', wrong.folder, ...more])).stdout.match(/^ {4}happened/gm)?.length ?? 0;
  expect(await count()).toBe(2);
  expect(await count('--all')).toBeGreaterThan(2);
});
