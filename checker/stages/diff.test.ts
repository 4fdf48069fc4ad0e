import { expect, test } from 'vitest';
import type { FileTree } from './compose.ts';
import { diffTrees } from './diff.ts';

const tree = (files: Record<string, string>): FileTree =>
  new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));

test('a changed line stands in a unified diff', () => {
  expect(diffTrees(tree({ 'api/a.ts': 'one\ntwo\n' }), tree({ 'api/a.ts': 'one\n2\n' }))).toEqual([
    { name: 'api/a.ts', lines: ['--- a/api/a.ts', '+++ b/api/a.ts', '@@ -1,2 +1,2 @@', ' one', '-two', '+2'] },
  ]);
});

test('files that came and went name the other side /dev/null, empty ones too', () => {
  const [gone, come, empty] = diffTrees(tree({ 'a.ts': 'old\n' }), tree({ 'b.ts': 'new\n', 'c.ts': '' }));
  expect(gone?.lines).toEqual(['--- a/a.ts', '+++ /dev/null', '@@ -1,1 +0,0 @@', '-old']);
  expect(come?.lines).toEqual(['--- /dev/null', '+++ b/b.ts', '@@ -0,0 +1,1 @@', '+new']);
  expect(empty?.lines).toEqual(['--- /dev/null', '+++ b/c.ts']);
});

test('line ends and a byte order mark do not count', () => {
  const before = tree({ 'a.ts': 'one\ntwo\nthree\n' });
  expect(diffTrees(before, tree({ 'a.ts': '\ufeffone\r\ntwo\r\nthree\r\n' }))).toEqual([]);
  const [changed] = diffTrees(before, tree({ 'a.ts': 'one\r\n2\r\nthree\r\n' }));
  expect(changed?.lines.filter((line) => /^[-+](?![-+])/.test(line))).toEqual(['-two', '+2']);
});

test('a blank last line of context stays, and a missing end of line is told', () => {
  const [diff] = diffTrees(tree({ 'a.ts': 'one\n\n' }), tree({ 'a.ts': '1\n\n' }));
  expect(diff?.lines.slice(3)).toEqual(['-one', '+1', ' ']);
  const [end] = diffTrees(tree({ 'a.ts': 'one\n' }), tree({ 'a.ts': 'one' }));
  expect(end?.lines.at(-1)).toBe('\\ No newline at end of file');
});

test('binary files are named only', () => {
  const lines = diffTrees(tree({ 'x.png': 'a\0b' }), tree({ 'x.png': 'a\0c' })).map((file) => file.lines);
  expect(lines).toEqual([['Binary files a/x.png and b/x.png differ']]);
  expect(diffTrees(tree({ 'x.png': 'a\0b' }), tree({ 'x.png': 'a\0b' }))).toEqual([]);
});
