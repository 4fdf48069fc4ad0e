import { expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';
import { ConfigurationFaults } from './configuration_faults.ts';

test('an empty environment has sensible values', () => {
  expect(readConfiguration({})).toMatchObject({
    host: '127.0.0.1',
    port: 5000,
    databaseUrl: 'sqlite:kata.db',
    tls: null,
    trustProxy: false,
    loginByAccount: { attempts: 10, seconds: 900 },
  });
});

test.each([
  ['2', 2],
  ['0', false],
  ['loopback, 10.0.0.0/8', ['loopback', '10.0.0.0/8']],
  ['::1,fd00::/8', ['::1', 'fd00::/8']],
])('TRUST_PROXY=%s is understood', (text, expected) => {
  expect(readConfiguration({ TRUST_PROXY: text }).trustProxy).toEqual(expected);
});

test.each(['true', 'all', '10.0.0.0/33', '1.2.3', '*', '::/0/0', '1.2.3.4;5.6.7.8'])(
  'TRUST_PROXY=%s is refused',
  (text) => {
    expect(() => readConfiguration({ TRUST_PROXY: text })).toThrow(ConfigurationFaults);
  },
);

test.each(['sqlite:', 'postgres:', 'file.db', 'mysql://host/db', 'postgres://user:a b@[host/db'])(
  'DATABASE_URL=%s is refused, and never repeated',
  (url) => {
    expect(() => readConfiguration({ DATABASE_URL: url })).toThrow(/^DATABASE_URL must be sqlite:PATH or postgres:/);
  },
);
