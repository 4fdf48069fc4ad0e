// @module-tag long
import { expect, test } from 'vitest';
import { program } from './program.ts';

test('the course holds: every stage against every task', async () => {
  const { code, stdout, stderr } = await program(['verify']);
  expect({ stdout, stderr }).toMatchObject({ stdout: expect.stringContaining('The course holds'), stderr: '' });
  expect(stdout.split('\n').slice(1, 13).join('\n')).toMatchSnapshot();
  expect(code).toBe(0);
});
