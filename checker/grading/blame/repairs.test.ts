import { expect, test } from 'vitest';
import { loadTasks } from '../../tasks.ts';
import { nameOf, repairsOf } from './repairs.ts';

test('the parts of the course, in the order in which they are tried, with the tasks whose work is in them', async () => {
  const told = repairsOf(await loadTasks()).map((repair) => `${nameOf(repair)} ${repair.owners.join(', ')}`);
  expect(told).toEqual([
    '`api/v1/views/users.ts` 0',
    '`api/v1/app.ts` 0, 5',
    '`api/v1/auth/index.ts` 1, 9, 10',
    '`createSession` in `api/v1/auth/session_auth.ts` 2',
    '`userIdForSessionId` in `api/v1/auth/session_auth.ts` 3',
    '`api/v1/auth/auth.ts` 4',
    '`currentUser` in `api/v1/auth/session_auth.ts` 6',
    '`api/v1/views/index.ts` 7',
    '`api/v1/views/session_auth.ts` 7, 8',
    '`destroySession` in `api/v1/auth/session_auth.ts` 8',
    '`api/v1/auth/session_exp_auth.ts` 9',
    '`api/v1/auth/session_db_auth.ts` 10',
    '`models/user_session.ts` 10',
    '`api/v1/auth/session_auth.ts` 1, 2, 3, 6, 8',
  ]);
});

test('of the first tasks, only what they name', async () => {
  const [first] = await loadTasks();
  expect(first && repairsOf([first]).map(nameOf)).toEqual(['`api/v1/app.ts`', '`api/v1/views/users.ts`']);
});
