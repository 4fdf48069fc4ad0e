// @module-tag long
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { warmLanes } from '../../e2e/warm.ts';
import { type Change, changeFiles } from '../../fixtures/change.ts';
import { submission } from '../../fixtures/submission.ts';
import { toTerminal } from '../../reporters/terminal.ts';
import { loadTasks } from '../../tasks.ts';
import { SEED } from '../lanes.ts';
import { isCharged } from '../points.ts';

const all = await loadTasks();

const AUTH = 'api/v1/auth/auth.ts';
const SESSION_AUTH = 'api/v1/auth/session_auth.ts';

/** What is charged, by task, and what is excused, by its cause. */
async function judged(changes: Record<string, Change>, numbers: number[]) {
  await using wrong = await submission(changes);
  const tasks = all.filter(({ number }) => numbers.includes(number));
  const lanes = await warmLanes();
  const { report, errors } = await lanes.check({ folder: wrong.folder, tasks, seed: SEED, level: 'none', blame: true });
  expect(errors).toEqual([]);
  const checks = report.tasks.flatMap(({ number, checks: own }) => own.map((check) => ({ number, ...check })));
  const charged = new Set(checks.filter(isCharged).map(({ number }) => number));
  const causes = new Set(checks.flatMap(({ consequence }) => (consequence ? [consequence.parts.join(' and ')] : [])));
  return { charged: [...charged], causes: [...causes], report };
}

/** Changes one place of a file. */
function replacing(find: string, replace: string): Change {
  return (content) => {
    expect(content.split(find)).toHaveLength(2);
    return content.replace(find, replace);
  };
}

const NO_SESSION = replacing('return sessionId;', 'return null;');

test('a method is repaired on the class of the learner: what passes then costs nothing, and is told under its cause', async () => {
  const { charged, causes, report } = await judged({ [SESSION_AUTH]: NO_SESSION }, [2, 3]);
  expect(charged).toEqual([2]);
  expect(causes).toEqual(['`createSession` in `api/v1/auth/session_auth.ts`']);
  expect(report.tasks[1]).toMatchObject({ score: report.tasks[1]?.maxScore });
  expect(report.score).toBeLessThan(report.maxScore);
  const text = toTerminal(report, { color: false });
  expect(text).toMatch(
    /\n {2}→ \d+ more checks fail because of `createSession` in `api\/v1\/auth\/session_auth\.ts` \(task 2\): with a right version of it they pass\.\n/,
  );
  expect(text).toMatch(/Task 3 .*\n {2}– \d+ checks fail because of task 2, and cost nothing\.\n/);
});

test('a method in a field hides the one that would repair it, so nothing is excused', async () => {
  const field = (content: string) =>
    content
      .replace(
        'async createSession(userId?: unknown): Promise<string | null> {',
        'createSession = async (userId?: unknown): Promise<string | null> => {',
      )
      .replace('return sessionId;', 'return null;');
  const { charged, causes } = await judged({ [SESSION_AUTH]: field }, [2, 3]);
  expect([charged, causes]).toEqual([[2, 3], []]);
});

test('a class that is made in another form is repaired all the same, with a default export beside it', async () => {
  const expression = (content: string) =>
    `${content.replace('export class SessionAuth', 'const Sessions = class SessionAuth').replace('return sessionId;', 'return null;')}
export { Sessions as SessionAuth };
export default Sessions;`;
  const { charged } = await judged({ [SESSION_AUTH]: expression }, [2, 3]);
  expect(charged).toEqual([2]);
});

test('a file that does not load is charged to the tasks that work on it, and told as the cause', async () => {
  const { charged, causes, report } = await judged({ [AUTH]: (content) => `${content}\n}` }, [3, 4, 5]);
  expect(report.diagnostics.map(({ kind }) => kind)).toContain('did not load');
  expect([charged, causes]).toEqual([[4], [`\`${AUTH}\``]]);
});

test.each(['./nowhere.ts', './Session_Auth.ts', 'bcrypt'])(
  'an import of what is not there (%s) is charged to the tasks that work on the file with it',
  async (name) => {
    const { charged, causes } = await judged({ [AUTH]: (content) => `import '${name}';\n${content}` }, [3, 4, 5]);
    expect([charged, causes]).toEqual([[4], [`\`${AUTH}\``]]);
  },
);

test('a submission that looks for the reference beside its own module does not find it', async () => {
  const crafted = (content: string) =>
    `${content
      .replace('export class SessionAuth', 'class Mine')
      .replace('return sessionId;', 'return null;')
      .replace('return this.userIdBySessionId.get(sessionId) ?? null;', 'return null;')}
const right = await import('./session_auth.right.ts').catch(() => undefined);
export const SessionAuth = right?.SessionAuth ?? Mine;`;
  const { charged, causes } = await judged({ [SESSION_AUTH]: crafted }, [2, 3]);
  expect([charged, causes]).toEqual([[2, 3], []]);
});

test('where the file of a task lies elsewhere, nothing is excused by it, and the report says so', async () => {
  await using wrong = await submission({ [SESSION_AUTH]: NO_SESSION });
  await rename(join(wrong.folder, SESSION_AUTH), join(wrong.folder, 'api/v1/auth/sessions.ts'));
  for (const file of ['index.ts', 'session_exp_auth.ts', '../views/session_auth.ts'])
    await changeFiles(join(wrong.folder, 'api/v1/auth'), [
      [file, (content) => content.replaceAll('/session_auth.ts', '/sessions.ts')],
    ]);
  const tasks = all.filter(({ number }) => [7, 8].includes(number));
  const lanes = await warmLanes();
  const { report } = await lanes.check({ folder: wrong.folder, tasks, seed: SEED, level: 'none', blame: true });
  const checks = report.tasks.flatMap((task) => task.checks);
  expect(checks.filter(({ consequence }) => consequence)).toEqual([]);
  expect(report.diagnostics.map(({ message }) => message).join()).toMatch(
    /could not be told .* has no `api\/v1\/auth\/session_auth\.ts`/,
  );
});

test('what breaks in a file that belongs to no task is charged everywhere', async () => {
  const { charged, causes } = await judged({ 'api/v1/cors.ts': (content) => `${content}\n}` }, [3, 4]);
  expect([charged, causes]).toEqual([[3, 4], []]);
});

test('where a repaired form does not load, nothing is excused, and the report says so', async () => {
  const { charged, causes, report } = await judged(
    {
      [AUTH]: (content) =>
        `${content.replace('return value :', 'return undefined :').replace("typeof value === 'string' ? value : null", 'null')}\nexport const HELPER = 1;\n`,
      'api/v1/app.ts': (content) =>
        `import { HELPER } from './auth/auth.ts';\n${content}\nexport const helper = HELPER;\n`,
    },
    [4, 5],
  );
  expect([charged, causes]).toEqual([[4, 5], []]);
  expect(report.diagnostics.map(({ message }) => message).join()).toMatch(
    /could not be told .* `api\/v1\/auth\/auth\.ts`/,
  );
});
