import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../project.ts';
import { SUITE } from './hostile/index.ts';

const CONTRIBUTING = readFileSync(join(PROJECT.root, 'CONTRIBUTING.md'), 'utf8');
const [, promises = ''] = /^## What holds a submission$([\s\S]*?)^`--sandbox auto`/m.exec(CONTRIBUTING) ?? [];
const [list = '', table = ''] = promises.split(/^\| \| `none`/m);

/** What each promise names as its proof. */
const layers = list.split(/^- /m).slice(1);
const rows = table.split('\n').filter((line) => /^\| \w/.test(line) && !line.startsWith('| use it for'));
const proofs = [
  ...layers.map((layer) => layer.split('Shown by')[1] ?? ''),
  ...rows.map((row) => row.split('|')[5] ?? ''),
];

test('behind each promise of the sandbox stand fixtures and tests that are there', () => {
  expect(layers.length).toBeGreaterThan(10);
  expect(rows.length).toBeGreaterThan(6);
  const names = proofs.map((proof) =>
    [...proof.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name.replace(/\s+/g, ' ')),
  );
  expect(names.filter((each) => each.length === 0)).toEqual([]);
  const isThere = (name: string) =>
    name.startsWith('checker/') ? existsSync(join(PROJECT.root, name)) : SUITE.some((fixture) => fixture.name === name);
  expect(names.flat().filter((name) => !isThere(name))).toEqual([]);
});
