import { createHash } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';

let model: typeof import('../../../solutions/models/password_hash.ts');

beforeAll(async () => {
  vi.stubEnv('SCRYPT_COST', '1');
  model = await import('../../../solutions/models/password_hash.ts');
});

const LONG = 'p'.repeat(200);

test.each([
  ['a NUL behind it', 'sunny day', 'sunny day\0'],
  ['many NULs behind it', 'sunny day', `sunny day${'\0'.repeat(55)}`],
  ['a NUL less', 'sunny day\0', 'sunny day'],
  ['nothing but NULs', '\0', '\0\0'],
  ['another form of the same letter', '\u00e9', 'e\u0301'],
  ['the hash of a long one', LONG, createHash('sha256').update(LONG).digest('latin1')],
])('a password is no other one: %s', async (_what, password, other) => {
  const stored = await model.hashPassword(password);
  expect(await model.isPasswordOf(stored, password)).toBe(true);
  expect(await model.isPasswordOf(stored, other)).toBe(false);
});

test('what is stored is no password, and two hashes of one password differ', async () => {
  const [first, second] = [await model.hashPassword('sunny day'), await model.hashPassword('sunny day')];
  expect(first).not.toBe(second);
  expect(await model.isPasswordOf(first, first)).toBe(false);
  expect(await model.isPasswordOf('no hash', 'no hash')).toBe(false);
});
