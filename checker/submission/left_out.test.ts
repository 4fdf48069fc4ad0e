import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../project.ts';
import { leftOutPart } from './left_out.ts';

test.each([
  ['api/v1/session.config.json', 'api/v1/session.config.json'],
  ['jsconfig.json', 'jsconfig.json'],
  ['__fixtures__/users/ada.ts', '__fixtures__'],
  ['models/__mocks__/user.ts', 'models/__mocks__'],
  ['api/v1/App.Test.ts', 'api/v1/App.Test.ts'],
  ['api\\node_modules\\x\\index.js', 'api/node_modules'],
  ['/.env', '/.env'],
  ['../models/user.spec.ts', '../models/user.spec.ts'],
])('of %s, %s is left out', (path, part) => {
  expect(leftOutPart(path)).toBe(part);
});

test.each(['api/v1/config.ts', './testing.ts', '../latest.ts', 'fixtures/a.ts', 'database.ts', 'api/config.json', ''])(
  'nothing of %s is left out',
  (path) => expect(leftOutPart(path)).toBeUndefined(),
);

test('what the learners’ repository ignores is no part of a submission', async () => {
  const ignored = await readFile(join(PROJECT.root, 'checker/kit/handout/.gitignore'), 'utf8');
  const names = ignored
    .trim()
    .split('\n')
    .map((pattern) => pattern.replace('*', 'x').replace(/\/$/, ''));
  expect(names.filter((name) => leftOutPart(name) === undefined)).toEqual([]);
});
