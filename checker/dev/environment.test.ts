import { expect, test } from 'vitest';
import { loadTasks, type Task } from '../tasks.ts';
import { environmentOf, trialsOf } from './environment.ts';
import { originOf, readPlace } from './place.ts';
import { READY_USER } from './user.ts';

const tasks = await loadTasks();
const place = { host: '127.0.0.1', port: 5000 };
const task = tasks[9] as Task;
const home = { workspace: '/kata/workspace', derived: '/kata/.kata', tell: () => {} };

test('the server gets what its task needs, and a database of its own', () => {
  const environment = environmentOf(task, { home, place, shell: {} });
  expect(environment).toMatchObject({ AUTH_TYPE: 'session_exp_auth', SESSION_DURATION: '5', API_PORT: '5000' });
  expect(environment.DATABASE_URL).toMatch(/^sqlite:.*[\\/]\.kata[\\/]dev\.db$/);
});

test('what the learner sets goes first, also where it is empty', () => {
  const shell = { AUTH_TYPE: '', SESSION_DURATION: '60', DATABASE_URL: 'sqlite:my.db', SCRYPT_COST: '17' };
  expect(environmentOf(task, { home, place, shell })).toMatchObject(shell);
});

test('the lines to try name the place where the server listens', () => {
  const lines = trialsOf(task, { host: '0.0.0.0', port: 5123 }).map(({ line }) => line);
  expect(lines.every((line) => line.includes('http://127.0.0.1:5123/api/v1'))).toBe(true);
  expect(trialsOf(task, place)).toEqual(task.tryIt);
});

test('every task has lines to try, and they name the ready-made user only', () => {
  const lines = tasks.map(({ tryIt }) => tryIt.map(({ line }) => line).join('\n'));
  expect(lines.every((text) => text.includes('curl -i '))).toBe(true);
  expect(new Set(lines.join('\n').match(/[\w.]+@[\w.]+/g))).toEqual(new Set([READY_USER.email]));
});

test('a place is a host and a port that exists', () => {
  expect(readPlace({})).toEqual(place);
  expect(readPlace({ API_HOST: '::1', API_PORT: '80' })).toEqual({ host: '::1', port: 80 });
  expect(originOf({ host: '::1', port: 80 })).toBe('http://[::1]:80');
  for (const API_PORT of ['0', '65536', '-1', '5e3', 'web'])
    expect(() => readPlace({ API_PORT })).toThrow('whole number');
});
