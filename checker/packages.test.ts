import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { incomplete, missingPackages } from './packages.ts';

const here = { os: [process.platform], cpu: [process.arch] };
const elsewhere = { os: [process.platform === 'aix' ? 'linux' : 'aix'], cpu: [process.arch] };

/** A project that wants these packages, and has these files of them, as npm has put them there. */
function projectWith(packages: Record<string, object>, files: string[], { npm = true } = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'packages-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const entries = Object.entries(packages).map(([name, entry]) => [`node_modules/${name}`, entry]);
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, ...Object.fromEntries(entries) } }),
  );
  for (const file of npm ? ['.package-lock.json', ...files] : files) {
    const path = join(root, 'node_modules', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '{}');
  }
  return root;
}

test.each<[string, Record<string, object>, string[], string[]]>([
  ['nothing', { a: {} }, ['a/package.json'], []],
  ['a package', { a: {}, '@s/b': {} }, ['a/package.json'], ['@s/b']],
  ['an empty folder', { a: {} }, ['a/index.js'], ['a']],
  ['the native part for this machine', { 'a-here': { optional: true, ...here } }, [], ['a-here']],
  ['its file', { 'a-here': { optional: true, ...here } }, ['a-here/package.json', 'a-here/README.md'], ['a-here']],
  ['nothing of a native part', { 'a-here': { optional: true, ...here } }, ['a-here/package.json', 'a-here/bin/a'], []],
  ['one by a name alone', { 'a-here': { optional: true, os: process.platform, cpu: process.arch } }, [], ['a-here']],
  ['nothing for another machine', { 'a-there': { optional: true, ...elsewhere } }, [], []],
  ['nothing that is shut out here', { a: { optional: true, os: [`!${process.platform}`] } }, [], []],
  ['nothing that only developers have', { a: { dev: true } }, [], []],
  ['nothing that is optional everywhere', { a: { optional: true } }, [], []],
  ['what lies inside, once', { a: {}, 'a/node_modules/b': {} }, [], ['a']],
  ['what lies inside of one that is there', { a: {}, 'a/node_modules/b': {} }, ['a/package.json'], ['b']],
])('of these packages, what is missing is told: %s', (_what, packages, files, missing) => {
  expect(missingPackages(projectWith(packages, files))).toEqual(missing);
});

test('of what another program has put there, nothing is said', () => {
  expect(missingPackages(projectWith({ a: {}, b: {} }, ['a/package.json'], { npm: false }))).toEqual([]);
  expect(missingPackages(projectWith({ a: {}, b: {} }, [], { npm: false }))).toEqual(['a', 'b']);
});

test('one sentence names a few of them, and what helps', () => {
  const root = projectWith({ a: {}, b: {}, c: {}, d: {}, e: {} }, []);
  expect(incomplete(root)).toBe(
    `The packages of this project are not complete: a, b, c and 2 more are missing. Run \`npm ci\` in ${root}, on this machine.`,
  );
});

test('of this project, nothing is missing', () => {
  expect(incomplete()).toBe(undefined);
});
