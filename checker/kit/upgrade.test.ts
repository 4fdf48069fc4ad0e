import { expect, test } from 'vitest';
import type { FileTree } from '../course/file_tree.ts';
import { manifestOf } from './manifest.ts';
import { planUpgrade } from './upgrade.ts';

const tree = (files: Record<string, string>): FileTree =>
  new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));

/** Plans an upgrade from the kit `before` to the kit `now`, over what is `there`. Texts in the place of buffers. */
async function plan(now: Record<string, string>, before: Record<string, string>, there: Record<string, string>) {
  const disk = tree(there);
  const planned = await planUpgrade(tree(now), manifestOf(tree(before), '1').files, async (name) => disk.get(name));
  return {
    ...planned,
    write: Object.fromEntries([...planned.write].map(([name, content]) => [name, String(content)])),
  };
}

const nothing = { write: {}, remove: [], kept: [], replaced: [] };

test('what is missing is written, what is ours and unchanged is replaced, what is the same is left', async () => {
  const before = { 'README.md': 'old', 'checker/cli.ts': 'old', LICENSE: 'same' };
  const now = { 'README.md': 'new', 'checker/cli.ts': 'new', LICENSE: 'same', 'checker/more.ts': 'more' };
  expect(await plan(now, before, before)).toEqual({
    ...nothing,
    write: { 'README.md': 'new', 'checker/cli.ts': 'new', 'checker/more.ts': 'more' },
  });
  expect(await plan(now, now, now)).toEqual(nothing);
  expect((await plan(now, {}, {})).write).toEqual(now);
});

test('a file that the learner changed stays, and the new one is put beside it, once', async () => {
  const before = { 'README.md': 'old' };
  const now = { 'README.md': 'new' };
  expect(await plan(now, before, { 'README.md': 'mine' })).toEqual({
    ...nothing,
    write: { 'README.md.new': 'new' },
    kept: [{ name: 'README.md', offered: 'README.md.new' }],
  });
  // What was offered is remembered as what was written, so the same kit says nothing again.
  expect(await plan(now, now, { 'README.md': 'mine', 'README.md.new': 'new' })).toEqual(nothing);
  expect(await plan(now, now, { 'README.md': 'mine' })).toEqual(nothing);
  // A newer offer takes the place of the older one, and of nothing else.
  const newer = { 'README.md': 'newer' };
  expect((await plan(newer, now, { 'README.md': 'mine', 'README.md.new': 'new' })).write).toEqual({
    'README.md.new': 'newer',
  });
  expect((await plan(newer, now, { 'README.md': 'mine', 'README.md.new': 'mine too' })).write).toEqual({
    'README.md.new-2': 'newer',
  });
});

test('a file that the learner removed stays away; one that the program needs comes back', async () => {
  const before = { '.devcontainer/devcontainer.json': 'old', 'checker/cli.ts': 'old', 'tasks/00_a/README.md': 'old' };
  const now = { '.devcontainer/devcontainer.json': 'new', 'checker/cli.ts': 'new', 'tasks/00_a/README.md': 'new' };
  expect(await plan(now, before, {})).toEqual({
    ...nothing,
    write: { 'checker/cli.ts': 'new', 'tasks/00_a/README.md': 'new' },
  });
});

test('a changed file of the program is replaced, and what the learner wrote is kept beside it', async () => {
  const before = { 'package.json': 'old' };
  const there = { 'package.json': 'mine', 'package.json.old': 'mine too' };
  expect(await plan({ 'package.json': 'new' }, before, there)).toEqual({
    ...nothing,
    write: { 'package.json': 'new', 'package.json.old-2': 'mine' },
    replaced: [{ name: 'package.json', moved: 'package.json.old-2' }],
  });
});

test('a file of the learner in the place of a new one is not ours', async () => {
  const { write, kept, replaced } = await plan(
    { 'NEWS.md': 'ours', 'checker/x.ts': 'ours' },
    {},
    { 'NEWS.md': 'mine', 'checker/x.ts': 'mine' },
  );
  expect(write).toEqual({ 'NEWS.md.new': 'ours', 'checker/x.ts': 'ours', 'checker/x.ts.old': 'mine' });
  expect([kept.length, replaced.length]).toEqual([1, 1]);
});

test('what belongs to the kit no longer is removed, unless the learner changed it', async () => {
  const before = { 'checker/gone.ts': 'old', 'GONE.md': 'old', 'AWAY.md': 'old' };
  expect(await plan({}, before, { 'checker/gone.ts': 'old', 'GONE.md': 'mine' })).toEqual({
    ...nothing,
    remove: ['checker/gone.ts'],
    kept: [{ name: 'GONE.md' }],
  });
});
