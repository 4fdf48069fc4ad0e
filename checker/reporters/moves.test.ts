import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { hintLines } from './hints.ts';
import { saveLines } from './moves.ts';
import { toPatch } from './patch.ts';
import { toProgress } from './progress.ts';

const file = { name: 'a.sql', lines: ['--- a/a.sql', '+++ b/a.sql', '@@ -1 +1 @@', '--- one', '+++ two', ' three'] };

test('a patch without colours is the plain text, and with them the same text', () => {
  const plain = toPatch([file], { color: false });
  expect(plain).toBe(`${file.lines.join('\n')}\n`);
  const coloured = toPatch([file], { color: true });
  expect(stripVTControlCharacters(coloured)).toBe(plain);
  expect(coloured).not.toBe(plain);
  expect(toPatch([], { color: true })).toBe('');
});

test('a changed line that begins like a name is coloured as a changed line', () => {
  const [name, , , removed] = toPatch([file], { color: true }).split('\n');
  expect(name?.slice(0, 4)).toBe('\u001b[1m');
  expect(removed?.slice(0, 5)).toBe('\u001b[31m');
});

test('progress shows every state, the hints that were seen, and a bar', () => {
  const row = (number: number, state: 'passed' | 'present' | 'open', passed = false, hintsShown = 0) => ({
    number,
    title: `Title ${number}`,
    state,
    passed,
    hintsShown,
  });
  const rows = [row(0, 'passed', true), row(1, 'present', true, 2), row(2, 'present', false, 1), row(10, 'open')];
  expect(toProgress({ rows, passed: 2 }, { color: false })).toBe(`✓  0  Title 0
→  1  Title 1  (you are here, passed before, 2 hints seen)
→  2  Title 2  (you are here, 1 hint seen)
· 10  Title 10

██░░  2 of 4 tasks passed
`);
});

test('hints tell how many are left, and what comes after the last', () => {
  const task = { number: 3, title: 'T' } as Parameters<typeof hintLines>[0]['task'];
  expect(hintLines({ task, hints: ['a'], left: 2 })).toEqual([
    'Task 3, “T”:',
    '  1/3  a',
    '2 hints are left. Try first what you have.',
  ]);
  expect(hintLines({ task, hints: ['a', 'b'], left: 1 }).at(-1)).toMatch(/^One hint is left/);
  expect(hintLines({ task, hints: ['a', 'b', 'c'], left: 0 }).at(-1)).toContain('npx kata solution 3 --spoil');
});

test('the list of saves says how to get the newest one back', () => {
  const save = { folder: '/x', date: '2026-11-21T10:07:13.000Z', present: 1, files: ['a.ts'] };
  const lines = saveLines([
    { ...save, name: 'one', reason: 'reset' },
    { ...save, name: 'second', reason: 'jump to task 3', files: ['a.ts', 'b.ts'] },
  ]);
  expect(lines[0]).toMatch(/^one {5}2026-11-\d\d \d\d:\d\d {2}before: reset {2}\(1 file\)$/);
  expect(lines[1]).toMatch(/before: jump to task 3 {2}\(2 files\)$/);
  expect(lines.at(-1)).toContain('npx kata restore second');
  expect(saveLines([])).toHaveLength(1);
});
