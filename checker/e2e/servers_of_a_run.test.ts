// @module-tag long
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import type { Report } from '../grading/report.ts';
import { checked } from './kata.ts';

/** The tasks share servers, and none of them may notice. */

function taskOf({ tasks }: Report, number: number): Report['tasks'][number] {
  return tasks.find((task) => task.number === number) as Report['tasks'][number];
}

const passed = ({ checks }: Report['tasks'][number]) => checks.every(({ outcome }) => outcome === 'passed');

/** What did not pass, and why. */
const failures = ({ tasks }: Report) =>
  tasks.flatMap(({ number, checks }) =>
    checks
      .filter(({ outcome }) => outcome !== 'passed')
      .map(({ id, cause, reason }) => `task ${number}, ${id}: ${cause}: ${reason}`),
  );

test("a learner's timers run in every task that does not stop them, also after one that does", async () => {
  await using slow = await submission({
    'api/v1/views/status.ts': (content) =>
      content.replace(
        /\.get\(\(_request, response\) => \{\n\s*response\.json\(\{ status/,
        `.get(async (_request, response) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          response.json({ status`,
      ),
  });
  const { report } = await checked(slow.folder, '0-10');
  expect(failures({ ...report, tasks: report.tasks.filter(({ number }) => number < 9) })).toEqual([]);
});

test('a server on which a check failed is not handed on to the next task', async () => {
  await using broken = await submission({
    'api/v1/auth/session_auth.ts': (content) =>
      content.replace(
        "if (typeof sessionId !== 'string')",
        "if (sessionId === null) return Reflect.set(globalThis, 'broken', true) && 'nobody';\n$&",
      ),
    'api/v1/auth/auth.ts': (content) =>
      content.replace(/sessionCookie\(.*\{/, "$&\nif ('broken' in globalThis) return null;"),
  });
  const { report } = await checked(broken.folder, '3-4');
  expect(report.tasks.map(passed)).toEqual([false, true]);
});

const AUTH = 'api/v1/auth/index.ts';
const choice = (change: string) => ({
  [AUTH]: (content: string) => content.replace('choose(process.env.AUTH_TYPE)', change),
});

test.for([
  [
    'that it keeps its settings for its whole process',
    'choose(((globalThis as any).kept ??= { ...process.env }).AUTH_TYPE)',
  ],
  [
    'that it ends its process where it cannot start',
    "((name = '') => { try { return choose(name); } catch (error) { console.error(String(error)); process.exit(1); } })(process.env.AUTH_TYPE)",
  ],
  [
    'what it makes of its variables',
    "choose(process.env.AUTH_TYPE); process.env.AUTH_TYPE = 'auth'; process.env.SESSION_NAME ??= '_my_session_id'",
  ],
] as const)('it is not held against a submission %s', async ([, change]) => {
  await using odd = await submission(choice(change));
  const { report } = await checked(odd.folder, '0-10');
  expect(failures(report)).toEqual([]);
});

test('a submission that never loads is not started for every check', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'loads-'));
  const counter = join(folder.path, 'count');
  await using hanging = await submission({
    'api/v1/app.ts': (content) =>
      `import { appendFileSync } from 'node:fs';\nappendFileSync(${JSON.stringify(counter)}, '.');\nawait new Promise(() => {});\n${content}`,
  });
  const { code, report } = await checked(hanging.folder, '0-10', '--sandbox', 'none');
  expect(code).toBe(1);
  expect(report.score).toBe(0);
  expect(await readFile(counter, 'utf8')).toHaveLength(3);
});

test('a task comes to the same alone as among all', async () => {
  await using finished = await submission();
  const all = (await checked(finished.folder, '0-10')).report;
  const alone = (await checked(finished.folder, '7')).report;
  expect(taskOf(alone, 7)).toEqual(taskOf(all, 7));
});
