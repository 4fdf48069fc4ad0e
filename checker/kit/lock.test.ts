import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../project.ts';
import { pruneLock } from './lock.ts';

const root = (dependencies: object, optionalDependencies: object = {}) => ({
  name: 'kit',
  version: '1.0.0',
  dependencies: { ...dependencies } as Record<string, string>,
  optionalDependencies: { ...optionalDependencies } as Record<string, string>,
});

const lock = {
  name: 'whole',
  version: '9.9.9',
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': { name: 'whole', dependencies: { one: '1', gone: '1' } },
    'node_modules/gone': { version: '1.0.0', dependencies: { deep: '2' } },
    'node_modules/one': {
      version: '1.0.0',
      integrity: 'sha512-one',
      dependencies: { deep: '1' },
      optionalDependencies: { native: '1', elsewhere: '1' },
      peerDependencies: { host: '1', luxury: '1' },
      peerDependenciesMeta: { luxury: { optional: true } },
    },
    'node_modules/one/node_modules/deep': { version: '1.0.0', dependencies: { leaf: '1' } },
    'node_modules/deep': { version: '2.0.0' },
    'node_modules/leaf': { version: '1.0.0', dev: true },
    'node_modules/native': { version: '1.0.0', optional: true, dependencies: { 'native-part': '1' } },
    'node_modules/native-part': { version: '1.0.0', devOptional: true },
    'node_modules/host': { version: '1.0.0', peer: true },
    'node_modules/luxury': { version: '1.0.0' },
  },
};

const pruned = (to: ReturnType<typeof root>) => pruneLock(lock, to) as typeof lock;

test('what the new root needs stays where it is; the rest is left out', () => {
  const { packages, ...head } = pruned(root({ one: '1' }));
  expect(head).toEqual({ name: 'kit', version: '1.0.0', lockfileVersion: 3, requires: true });
  expect(Object.keys(packages)).toEqual([
    '',
    'node_modules/one',
    'node_modules/one/node_modules/deep',
    'node_modules/leaf',
    'node_modules/native',
    'node_modules/native-part',
    'node_modules/host',
  ]);
  expect(packages['']).toEqual(root({ one: '1' }));
  expect(packages['node_modules/one']).toEqual(lock.packages['node_modules/one']);
});

test('nothing is for development only; what only an optional package needs is optional', () => {
  const { packages } = pruned(root({ one: '1' }));
  expect(packages['node_modules/leaf']).toEqual({ version: '1.0.0' });
  expect(packages['node_modules/native-part']).toEqual({ version: '1.0.0', optional: true });
  expect(packages['node_modules/host']).toEqual({ version: '1.0.0', peer: true });
  expect(pruned(root({ 'native-part': '1' }, { native: '1' })).packages['node_modules/native-part']).toEqual({
    version: '1.0.0',
  });
});

test('what only a peer leads to is a peer, and stands where npm writes it', () => {
  const deep = { version: '1.0.0', integrity: 'sha512-deep', license: 'MIT', os: ['linux'], dependencies: { x: '1' } };
  const packages = {
    '': {},
    'node_modules/one': { version: '1.0.0', peerDependencies: { host: '1' } },
    'node_modules/host': { version: '1.0.0', dependencies: { deep: '1' } },
    'node_modules/deep': deep,
    'node_modules/x': { version: '1.0.0', peer: true },
  };
  const kept = (dependencies: object) =>
    (pruneLock({ lockfileVersion: 3, packages }, root(dependencies)) as { packages: Record<string, object> }).packages;
  expect(JSON.stringify(kept({ one: '1' })['node_modules/deep'])).toBe(
    '{"version":"1.0.0","integrity":"sha512-deep","license":"MIT","os":["linux"],"peer":true,"dependencies":{"x":"1"}}',
  );
  expect(kept({ one: '1', host: '1' })['node_modules/deep']).toEqual(deep);
  expect(kept({ one: '1', host: '1' })['node_modules/x']).toEqual({ version: '1.0.0' });
});

test('a package that is not in the lock file is an error, and an optional one is not', () => {
  expect(() => pruned(root({ missing: '1' }))).toThrow('The root needs missing');
  expect(Object.keys(pruned(root({}, { missing: '1' })).packages)).toEqual(['']);
  expect(() => pruneLock({ lockfileVersion: 2, packages: {} }, root({}))).toThrow();
});

test('the lock file of this project, for its own dependencies, loses those for development only', async () => {
  const ours = JSON.parse(await readFile(join(PROJECT.root, 'package-lock.json'), 'utf8'));
  const { dependencies, optionalDependencies } = ours.packages[''];
  const kept = pruneLock(ours, { ...root(dependencies, optionalDependencies), name: ours.name }) as typeof ours;
  const paths = Object.keys(kept.packages).slice(1);
  const flags = Object.entries<{ dev?: boolean; devOptional?: boolean }>(ours.packages).slice(1);
  // `devOptional` may be held by an optional peer alone: npm is content with it and without it.
  const sure = flags.filter(([, { dev, devOptional }]) => !dev && !devOptional).map(([path]) => path);
  expect(paths.filter((path) => !ours.packages[path].devOptional)).toEqual(sure);
});
