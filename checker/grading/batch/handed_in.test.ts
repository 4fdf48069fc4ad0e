import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { takeIn } from '../../intake/intake.ts';
import { withoutRights, workplace } from '../../intake/test_folder.ts';
import { removeTree } from '../../remove_tree.ts';
import { handedIn } from './handed_in.ts';

const onLinux = test.runIf(process.platform === 'linux');
const onUnix = test.skipIf(process.platform === 'win32');

/** A submission, with what looks at it. */
async function handed() {
  const place = await workplace();
  const at = (...names: string[]) => join(place.source, ...names);
  const write = (name: string, content = '') => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
  };
  write('api/v1/app.ts');
  return {
    ...place,
    at,
    write,
    look: () => handedIn(Buffer.from(place.source)),
    takenIn: () => takeIn(place.source, place.copy),
    [Symbol.asyncDispose]: async () => {
      await removeTree(place.source);
      await place[Symbol.asyncDispose]();
    },
  };
}

test('the time is that of the newest file that is taken in', async () => {
  await using made = await handed();
  made.write('main.ts');
  made.write('.git/HEAD');
  made.write('node_modules/x.js');
  utimesSync(made.at('main.ts'), 1_000_000_000, 1_000_000_000);
  utimesSync(made.at('api', 'v1', 'app.ts'), 1_100_000_000, 1_100_000_000);
  expect((await made.look()).submitted).toBe(new Date(1_100_000_000_000).toISOString());
});

test('names, contents and places make the content, and nothing that is dropped', async () => {
  await using made = await handed();
  const contents = [(await made.look()).content];
  const changes = [
    () => made.write('a/b', '1'),
    () => made.write('a/b', '2'),
    () => made.write('c'),
    () => renameSync(made.at('c'), made.at('a', 'c')),
    () => renameSync(made.at('a'), made.at('d')),
  ];
  for (const change of changes) {
    change();
    contents.push((await made.look()).content);
  }
  expect(new Set(contents).size).toBe(contents.length);
  for (const name of ['.git/HEAD', 'api/node_modules/x.js', 'kata.db', 'package.json']) made.write(name, 'x');
  expect((await made.look()).content).toBe(contents.at(-1));
});

/** What cannot be read, and why the intake refuses it. */
const UNREADABLE: [string, (folder: string) => void, RegExp][] = [
  [
    'a name that is no text',
    (folder) => writeFileSync(Buffer.concat([Buffer.from(`${folder}/a`), Buffer.from([0xff])]), ''),
    /^The name "a\ufffd" is not written in UTF-8\.$/,
  ],
  [
    'a path longer than the system takes',
    (cwd) => execFileSync(process.execPath, ['-e', CHAIN], { cwd }),
    /^The path "[^"]*" has \d+ bytes; 800 are the most\.$/,
  ],
  ['a link to nothing', (folder) => symlinkSync('none', join(folder, 'link')), /a symbolic link, "link"\.$/],
  ['a pipe', (folder) => execFileSync('mkfifo', [join(folder, 'pipe')]), /a named pipe, "pipe"\.$/],
];
const CHAIN = "for (let i = 0; i < 25; i++) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }";

onLinux.each(UNREADABLE)('%s: a content of its own, and a refusal', async (_name, plant, reason) => {
  await using made = await handed();
  const before = await made.look();
  plant(made.source);
  const after = await made.look();
  expect(after.content).not.toBe(before.content);
  expect((await made.look()).content).toBe(after.content);
  expect(await made.takenIn()).toEqual({ accepted: false, reason: expect.stringMatching(reason) });
});

onUnix.each([
  ['a folder', 'shut', /^The folder "shut" may not be read by this user\.$/],
  ['a file', 'shut/f.ts', /^The file "shut\/f\.ts" may not be read by this user\.$/],
  ['the submission itself', '', /^The submission may not be read by this user\.$/],
])('%s that may not be read: a refusal, until it may', async (_name, name, reason) => {
  await using made = await handed();
  made.write('shut/f.ts');
  const open = await made.look();
  await withoutRights(made.path, [made.at(name)], async () => {
    const { content, submitted } = await made.look();
    expect(content).not.toBe(open.content);
    expect(Date.parse(submitted)).toBeGreaterThan(Date.now() - 60_000);
    expect(await made.takenIn()).toEqual({ accepted: false, reason: expect.stringMatching(reason) });
  });
});

onUnix('an archive that may not be read, and what is not there', async () => {
  await using made = await workplace();
  writeFileSync(made.source, 'zip');
  const look = () => handedIn(Buffer.from(made.source));
  const open = await look();
  await withoutRights(made.path, [made.source], async () => expect(await look()).not.toEqual(open));
  expect(await look()).toEqual(open);
  expect(await handedIn(Buffer.from(made.copy))).toMatchObject({ submitted: new Date(0).toISOString() });
});

onUnix('what may not be read and is dropped does not matter', async () => {
  await using made = await handed();
  made.write('.git/HEAD');
  const before = await made.look();
  await withoutRights(made.path, [made.at('.git')], async () => expect(await made.look()).toEqual(before));
});
