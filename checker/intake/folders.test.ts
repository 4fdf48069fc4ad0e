import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeIn } from './intake.ts';
import { workplace } from './test_folder.ts';

const APP = 'api/v1/app.ts';

function write(folder: string, paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
}

describe('where the API is', () => {
  const accepted: [string, string[], string[]][] = [
    ['at the root', [APP, 'main.ts'], [APP, 'main.ts']],
    ['in workspace/', [`workspace/${APP}`, 'README.md'], [APP]],
    ['one folder down', [`Zoë Müller/${APP}`, 'notes.txt'], [APP]],
    ['in workspace/, one folder down', [`name/workspace/${APP}`, 'name/README.md'], [APP]],
    ['at the root, with a copy below it', [APP, `backup/${APP}`], [APP, `backup/${APP}`]],
    ['in workspace/, with a copy beside it', [`workspace/${APP}`, `backup/${APP}`], [APP]],
    ['in workspace/ of the whole kata', [`workspace/${APP}`, `solutions/${APP}`, 'tasks/a.md'], [APP]],
  ];
  test.each(accepted)('%s', async (_title, paths, files) => {
    await using place = await workplace();
    write(place.source, paths);
    expect(await takeIn(place.source, place.copy)).toEqual({ accepted: true, files });
    expect(await readFile(join(place.copy, APP), 'utf8')).toMatch(new RegExp(`${APP}$`));
  });

  const refused: [string, string[], string][] = [
    [
      'nowhere',
      ['index.ts'],
      'The submission has no api/v1/app.ts, neither at its root, nor in workspace/, nor one folder down.',
    ],
    ['two folders down', [`a/b/${APP}`], `it has "a/b/${APP}", which is too deep`],
    ['in other letters', ['API/v1/app.ts'], 'it has "API/v1/app.ts"'],
    ['in two folders', [`a/${APP}`, `b/${APP}`], 'in several places, "a/", "b/": hand in one of them alone.'],
    ['at the root and in workspace/', [APP, `workspace/${APP}`], 'in several places, its root, "workspace/"'],
    [
      'in workspace/ and in workspace/ of that',
      [`workspace/${APP}`, `workspace/workspace/${APP}`],
      'in several places',
    ],
    ['only in the solutions of the whole kata', [`solutions/${APP}`, 'tasks/a.md'], 'no api/v1/app.ts'],
  ];
  test.each(refused)('refused: %s', async (_title, paths, reason) => {
    await using place = await workplace();
    write(place.source, paths);
    expect(await takeIn(place.source, place.copy)).toEqual({
      accepted: false,
      reason: expect.stringContaining(reason),
    });
    await expect(stat(place.copy)).rejects.toThrow('ENOENT');
  });
});

const DROPPED = [
  ...['node_modules/x/index.js', 'api/node_modules/x.ts', '.git/HEAD', '.npmrc', '.env', 'api/.hidden.ts'],
  ...['__MACOSX/x', 'package.json', 'api/package.json', 'tsconfig.json', 'tsconfig.build.json', 'vitest.config.ts'],
  ...['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lockb', 'api/v1/app.test.ts', 'api/v1/app.spec.js'],
  ...['__tests__/a.ts', 'kata.db', 'kata.db-wal', 'data/users.sqlite3', 'sub/Package.json', 'api/v1/app.ts~', '4913'],
  ...['#main.ts#', 'main.ts.kata-draft-0123456789ab'],
];

test('what is not the learner’s API is left out without a word', async () => {
  await using place = await workplace();
  write(place.source, [APP, 'api/v1/config.ts', 'api/v1/testing.ts', 'README.md', ...DROPPED]);
  const files = ['README.md', APP, 'api/v1/config.ts', 'api/v1/testing.ts'];
  expect(await takeIn(place.source, place.copy)).toEqual({ accepted: true, files });
});

describe.skipIf(process.platform === 'win32')('what only Unix knows', () => {
  const bad: [string, (source: string) => void, string][] = [
    ['a link to a file', (source) => symlinkSync('/etc/passwd', join(source, 'x')), 'a symbolic link, "x".'],
    ['a link to a folder', (source) => symlinkSync('/', join(source, 'api/x')), 'a symbolic link, "api/x".'],
    ['a link to nothing', (source) => symlinkSync('no', join(source, 'x')), 'a symbolic link, "x".'],
    ['a pipe', (source) => execFileSync('mkfifo', [join(source, 'x')]), 'a named pipe, "x".'],
    ['a backslash', (source) => write(source, ['a\\b']), 'backslash'],
    ['a line break', (source) => write(source, ['a\nb']), '"a\\u{a}b" has an invisible character'],
    ['a huge sparse file', (source) => hole(join(source, 'x'), 2 ** 40), '"x" has'],
    ['33 levels', (source) => write(source, [`${'d/'.repeat(32)}f`]), '32 levels'],
  ];
  test.each(bad)('%s is refused', async (_title, plant, reason) => {
    await using place = await workplace();
    write(place.source, [APP]);
    plant(place.source);
    expect(await takeIn(place.source, place.copy)).toEqual({
      accepted: false,
      reason: expect.stringContaining(reason),
    });
  });

  const beside: [string, (source: string) => void][] = [
    ['a link', (source) => symlinkSync('/etc/passwd', join(source, 'x'))],
    ['a link to a folder', (source) => symlinkSync('/', join(source, 'x'))],
    ['a pipe', (source) => execFileSync('mkfifo', [join(source, 'x')])],
    ['a film', (source) => hole(join(source, 'film.mp4'), 2 ** 34)],
    ['a line break', (source) => write(source, ['a\nb'])],
    ['40 levels', (source) => write(source, [`${'d/'.repeat(40)}f`])],
    ['5,000 files', (source) => write(source, many('m'))],
    ['5,000 files that are left out', (source) => write(source, many('workspace/node_modules'))],
    ['5,000 files of an editor', (source) => write(source, many('workspace', '~'))],
  ];
  test.each(beside)('%s beside what counts is nobody’s business', async (_title, plant) => {
    await using place = await workplace();
    write(place.source, [`workspace/${APP}`]);
    plant(place.source);
    expect(await takeIn(place.source, place.copy)).toEqual({ accepted: true, files: [APP] });
  });

  test('a link in the place of the work is named, and not followed', async () => {
    await using place = await workplace();
    write(place.path, [`elsewhere/${APP}`]);
    write(place.source, ['README.md']);
    symlinkSync(join(place.path, 'elsewhere'), join(place.source, 'workspace'));
    expect(await takeIn(place.source, place.copy)).toMatchObject({
      reason: expect.stringContaining('it has the symbolic link "workspace", and links are not followed.'),
    });
  });

  test('links and pipes in dropped places are dropped', async () => {
    await using place = await workplace();
    write(place.source, [APP, 'node_modules/.bin/x']);
    symlinkSync('/etc', join(place.source, 'node_modules/.bin/y'));
    symlinkSync('/etc', join(place.source, '.cache'));
    symlinkSync('/etc/passwd', join(place.source, 'package.json'));
    execFileSync('mkfifo', [join(place.source, 'node_modules/pipe')]);
    expect(await takeIn(place.source, place.copy)).toEqual({ accepted: true, files: [APP] });
  });

  test('a socket is refused', async () => {
    await using place = await workplace();
    write(place.source, [APP]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(place.source, 's'), done));
    const intake = await takeIn(place.source, place.copy);
    server.close();
    expect(intake).toEqual({ accepted: false, reason: 'The submission holds a socket, "s".' });
  });

  test('a source that is itself a link is refused, with a final slash too', async () => {
    await using place = await workplace();
    write(join(place.path, 'real'), [APP]);
    symlinkSync('real', place.source);
    const refusal = { accepted: false, reason: '"source" is a symbolic link.' };
    expect(await takeIn(place.source, place.copy)).toEqual(refusal);
    expect(await takeIn(`${place.source}/`, place.copy)).toEqual(refusal);
  });
});

describe.skipIf(process.platform !== 'linux')('what only Linux stores', () => {
  test('a name that is not UTF-8 is refused', async () => {
    await using place = await workplace();
    write(place.source, [APP]);
    writeFileSync(Buffer.concat([Buffer.from(`${place.source}/a`), Buffer.from([0xff])]), '');
    expect(await takeIn(place.source, place.copy)).toMatchObject({ reason: expect.stringContaining('UTF-8') });
  });

  test('a name that is not UTF-8 beside what counts, or above it, is nobody’s business', async () => {
    await using place = await workplace();
    const folder = Buffer.concat([Buffer.from(`${place.source}/`), Buffer.from([0xdc])]);
    mkdirSync(Buffer.concat([folder, Buffer.from('/api/v1')]), { recursive: true });
    writeFileSync(Buffer.concat([folder, Buffer.from(`/${APP}`)]), '');
    writeFileSync(Buffer.concat([Buffer.from(`${place.source}/a`), Buffer.from([0xff])]), '');
    expect(await takeIn(place.source, place.copy)).toEqual({ accepted: true, files: [APP] });
  });

  test('names that differ by case alone are refused', async () => {
    await using place = await workplace();
    write(place.source, [APP, 'api/v1/Users.ts', 'api/v1/users.ts']);
    expect(await takeIn(place.source, place.copy)).toMatchObject({
      reason: expect.stringContaining('"api/v1/Users.ts" and "api/v1/users.ts" differ only'),
    });
  });
});

test('exactly 2,000 files are taken in, one more is refused', async () => {
  await using place = await workplace();
  write(place.source, [APP, ...Array.from({ length: 1_999 }, (_, index) => `f/${index % 40}/${index}`)]);
  expect(await takeIn(place.source, place.copy)).toHaveProperty('files.length', 2_000);
  write(place.source, ['one more']);
  expect(await takeIn(place.source, join(place.path, 'second'))).toEqual({
    accepted: false,
    reason: 'The submission has more than 2,000 files.',
  });
});

test('exactly 1 MiB a file and 20 MiB in all are taken in', async () => {
  await using place = await workplace();
  write(place.source, [APP]);
  for (let index = 0; index < 19; index++) await writeFile(join(place.source, `${index}`), Buffer.alloc(2 ** 20));
  await writeFile(join(place.source, 'rest'), Buffer.alloc(2 ** 20 - APP.length));
  expect(await takeIn(place.source, place.copy)).toHaveProperty('accepted', true);
  await writeFile(join(place.source, 'z'), 'z');
  expect(await takeIn(place.source, join(place.path, 'second'))).toMatchObject({
    reason: 'The submission has more than 20 MiB in all.',
  });
});

test('a destination in use is the caller’s mistake, and nothing in it is touched', async () => {
  await using place = await workplace();
  write(place.source, [APP]);
  write(place.copy, ['mine']);
  await expect(takeIn(place.source, place.copy)).rejects.toThrow('must be new or an empty folder');
  expect(await readFile(join(place.copy, 'mine'), 'utf8')).toBe('mine');
});

test('an empty destination is taken, rights are plain, and a missing source is one sentence', async () => {
  await using place = await workplace();
  write(place.source, [APP]);
  await mkdir(place.copy);
  expect(await takeIn(place.source, place.copy)).toHaveProperty('accepted', true);
  expect((await stat(join(place.copy, APP))).mode & 0o111).toBe(0);
  expect(await takeIn(join(place.path, 'no'), join(place.path, 'x'))).toEqual({
    accepted: false,
    reason: '"no" does not exist.',
  });
});

function many(folder: string, end = ''): string[] {
  return Array.from({ length: 5_000 }, (_, index) => `${folder}/${index}${end}`);
}

function hole(path: string, size: number): void {
  writeFileSync(path, '');
  truncateSync(path, size);
}
