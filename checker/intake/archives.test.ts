import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { checkEntries } from './caps.ts';
import { WORK } from './limits.ts';
import { paxTar, type TestEntry, tar, zip } from './test_archives.ts';
import { takeInBytes } from './test_folder.ts';

const APP: TestEntry = { name: 'api/v1/app.ts', content: 'export const app = 1;\n' };
const KINDS: [string, (entries: TestEntry[]) => Buffer][] = [
  ['zip', zip],
  ['tar', tar],
  ['tar.gz', (entries) => gzipSync(tar(entries))],
];

const MIB = 1024 * 1024;
const random = (length: number) => randomBytes(length);
const files = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `f/${index}`, content: '' }));

/** What each kind of archive is refused for, and a part of the sentence. */
const REFUSED: [string, TestEntry[], RegExp][] = [
  ['a symbolic link', [APP, { name: 'api/link', type: '2', link: '/etc/passwd' }], /a symbolic link, "api\/link"/],
  ['a device or pipe', [APP, { name: 'api/pipe', type: '6' }], /pipe.*"api\/pipe"/],
  ['a character device', [APP, { name: 'api/null', type: '3' }], /device, "api\/null"/],
  ['".." in front', [APP, { name: '../evil.ts' }], /"\.\.\/evil.ts", which leads out/],
  ['".." inside', [APP, { name: 'api/../../evil.ts' }], /leads out/],
  ['".." below a dropped folder', [APP, { name: 'node_modules/../../evil.ts' }], /leads out/],
  ['".." with backslashes', [APP, { name: 'api\\..\\..\\evil.ts' }], /leads out/],
  ['an absolute path', [APP, { name: '/tmp/evil.ts' }], /absolute path "\/tmp\/evil.ts"/],
  ['an absolute path of Windows', [APP, { name: 'C:\\evil.ts' }], /absolute path "C:\\evil.ts"/],
  ['a name that is not UTF-8', [APP, { name: Buffer.from([0x61, 0xff, 0x2e, 0x74, 0x73]) }], /UTF-8/],
  ['a backslash', [APP, { name: 'a\\b.ts' }], /backslash/],
  ['a control character', [APP, { name: 'a\u001b[2J.ts' }], /"a\\u\{1b\}\[2J.ts" has an invisible/],
  ['a turned writing direction', [APP, { name: 'a\u202est.ts' }], /invisible/],
  [
    'names that differ by case',
    [APP, { name: 'api/v1/App.ts' }],
    /"api\/v1\/App.ts" and "api\/v1\/app.ts" differ only/,
  ],
  ['folders that differ by case', [APP, { name: 'API/v1/users.ts' }], /"API" and "api" differ only/],
  ['names that differ by Unicode form', [APP, { name: 'é.ts' }, { name: 'e\u0301.ts' }], /differ only/],
  ['a long s', [APP, { name: 's.ts' }, { name: 'ſ.ts' }], /differ only/],
  ['the same name twice', [APP, APP], /"api\/v1\/app.ts" is there twice/],
  ['a name both of a file and a folder', [APP, { name: 'x' }, { name: 'x/y' }], /"x" is there twice/],
  ['2,001 files', [APP, ...files(2_000)], /more than 2,000 files/],
  ['a file over 1 MiB', [APP, { name: 'big', content: random(MIB + 1) }], /"big" has 1.1 MiB/],
  [
    'more than 20 MiB in all',
    [APP, ...Array.from({ length: 21 }, (_, index) => ({ name: `b${index}`, content: random(MIB), method: 0 }))],
    /more than 20 MiB in all/,
  ],
  ['33 levels', [APP, { name: `${'d/'.repeat(32)}f` }], /more than 32 levels/],
  ['a name over 255 bytes', [APP, { name: 'é'.repeat(128) }], /256 bytes/],
  ['a path over 800 bytes', [APP, { name: `d/${`${'d'.repeat(199)}/`.repeat(5)}f` }], /1003 bytes/],
  ['no API', [{ name: 'index.ts' }], /no api\/v1\/app.ts, neither/],
  ['an API too deep', [{ name: 'a/b/c/api/v1/app.ts' }], /"a\/b\/c\/api\/v1\/app.ts", which is too deep/],
  ['nothing but a folder', [{ name: 'd/', type: '5' }], /no api\/v1\/app.ts/],
];

/** Archives that are taken in, with the files that come out of them. */
const ACCEPTED: [string, TestEntry[], string[]][] = [
  [
    'its own folder first',
    [
      { name: './', type: '5' },
      { ...APP, name: './api/v1/app.ts' },
    ],
    ['api/v1/app.ts'],
  ],
  ['spaces and accents', [APP, { name: 'api/v1/añadir é 文.ts' }], ['api/v1/app.ts', 'api/v1/añadir é 文.ts']],
  ['a name of 255 bytes', [APP, { name: 'n'.repeat(255) }], ['api/v1/app.ts', 'n'.repeat(255)]],
  [
    'names like those of objects',
    [APP, { name: '__proto__' }, { name: 'constructor/x' }],
    ['__proto__', 'api/v1/app.ts', 'constructor/x'],
  ],
  [
    'what is dropped, however bad or large',
    [
      APP,
      { name: 'node_modules/.bin/tsc', type: '2', link: '../x' },
      { name: 'node_modules/a/A' },
      { name: 'node_modules/a/a' },
      { name: Buffer.from([0x2e, 0xff]) },
      { name: '__MACOSX/api/._app.ts' },
      { name: 'kata.db', content: random(MIB + 1) },
      { name: '.git', type: '5' },
      { name: '.npmrc' },
    ],
    ['api/v1/app.ts'],
  ],
  [
    'files that pack very well',
    [APP, { name: 'z', content: Buffer.alloc(MIB) }, { name: 'y', content: Buffer.alloc(MIB) }],
    ['api/v1/app.ts', 'y', 'z'],
  ],
  ['two thousand files', [APP, ...files(1_999)], ['api/v1/app.ts', ...files(1_999).map(({ name }) => name)].sort()],
];

const HOME = 'name/workspace/';
const BESIDE: [string, TestEntry[]][] = [
  ['a film', [{ name: 'name/film.mp4', content: random(3 * MIB) }]],
  ['a symbolic link', [{ name: 'name/link', type: '2', link: '/etc/passwd' }]],
  ['a link to the work', [{ name: 'name/latest', type: '2', link: 'workspace' }]],
  ['a pipe', [{ name: 'name/pipe', type: '6' }]],
  ['2,001 files', files(2_001).map(({ name }) => ({ name: `name/${name}`, method: 0 }))],
  ['40 levels', [{ name: `name/${'d/'.repeat(40)}f` }]],
  ['a name that is not UTF-8', [{ name: Buffer.from([0x61, 0xff]) }]],
  ['a name of Windows', [{ name: 'name/a\\b:c.ts' }]],
  ['names that differ by case', [{ name: 'name/A' }, { name: 'name/a' }, { name: 'Name/workspace/x' }]],
  ['the same name twice', [{ name: 'name/a' }, { name: 'name/a' }]],
  ['a copy of the work below it', [{ name: `${HOME}copy/api/v1/app.ts` }]],
];

describe.each(KINDS)('a %s archive', (_kind, make) => {
  test.each(BESIDE)('is taken in with %s beside what counts', async (_title, entries) => {
    const below = entries.map(({ name }) => String(name)).filter((name) => name.startsWith(HOME));
    const expected = {
      accepted: true,
      files: ['api/v1/app.ts', ...below.map((name) => name.slice(HOME.length))].sort(),
    };
    const app = { ...APP, name: `${HOME}api/v1/app.ts` };
    expect(await takeInBytes(make([...entries, app]))).toEqual(expected);
    expect(await takeInBytes(make([app, ...entries]))).toEqual(expected);
  });

  test('whose API is behind a link is refused for it', async () => {
    const link: TestEntry = { name: 'workspace', type: '2', link: '/home/work' };
    expect(await takeInBytes(make([{ name: 'README.md' }, link]))).toMatchObject({
      reason: expect.stringContaining('it has the symbolic link "workspace", and links are not followed.'),
    });
  });
});

describe.each(KINDS)('a %s archive', (_kind, make) => {
  test.each(REFUSED)('is refused for %s', async (_title, entries, reason) => {
    expect(await takeInBytes(make(entries))).toEqual({ accepted: false, reason: expect.stringMatching(reason) });
  });

  test.each(ACCEPTED)('is taken in with %s', async (_title, entries, expected) => {
    expect(await takeInBytes(make(entries))).toEqual({ accepted: true, files: expected });
  });

  test('that is cut off anywhere near its end is refused', async () => {
    const whole = make([APP, { name: 'b.ts', content: random(5_000) }]);
    for (const cut of [1, 20, 300, 600, 1024, 2000]) {
      expect(await takeInBytes(whole.subarray(0, Math.max(1, whole.length - cut)))).toHaveProperty('accepted', false);
    }
  });
});

describe('a zip archive alone', () => {
  const zipped: [string, TestEntry[], RegExp][] = [
    ['an encrypted file', [{ ...APP, flags: 0x801 }], /encrypted/],
    ['another method', [{ ...APP, method: 12 }], /method/],
    ['a wrong checksum', [{ ...APP, checksum: 1 }], /broken/],
    ['a wrong size', [{ ...APP, size: 3 }], /broken/],
    ['a bomb that says its size', [APP, { name: 'bomb', content: Buffer.alloc(9 * MIB) }], /"bomb" has 9 MiB/],
    ['a bomb that lies about its size', [APP, { name: 'bomb', content: Buffer.alloc(9 * MIB), size: 9_000 }], /broken/],
    ['files that overlap', [APP, { ...APP, name: 'again.ts', overlaps: true }], /overlap/],
    ['a socket', [APP, { name: 'x', type: '6' }], /pipe, socket or device/],
  ];
  test.each(zipped)('is refused for %s', async (_title, entries, reason) => {
    expect(await takeInBytes(zip(entries))).toEqual({ accepted: false, reason: expect.stringMatching(reason) });
  });

  test('made on Windows may have backslashes between folders', async () => {
    const bytes = zip([{ ...APP, name: 'name\\api\\v1\\app.ts', host: 0, type: '7' }]);
    expect(await takeInBytes(bytes)).toEqual({ accepted: true, files: ['api/v1/app.ts'] });
  });

  const UMLAUT = Buffer.from([0x9a]);
  const cp437 = (text: string) => Buffer.from(text.replaceAll('Ü', UMLAUT.toString('latin1')), 'latin1');
  const named = (name: Buffer, unicode?: string, flags = 0): TestEntry => ({ ...APP, name, flags, unicode });
  const inCyrillic = Buffer.from([0x87, 0xa0, 0xa4, 0xa0]);
  const path = (folder: Buffer, rest = '/workspace/api/v1/app.ts') => Buffer.concat([folder, Buffer.from(rest)]);
  const names: [string, TestEntry[], string[]][] = [
    ['in CP437', [named(cp437('Übung 3/workspace/api/v1/app.ts'))], ['api/v1/app.ts']],
    ['in CP866, with a Unicode Path', [named(path(inCyrillic), 'Зада/workspace/api/v1/app.ts')], ['api/v1/app.ts']],
    ['in any other code page, above what counts', [named(path(inCyrillic))], ['api/v1/app.ts']],
    ['that say UTF-8 and are none, above what counts', [named(path(inCyrillic), undefined, 0x800)], ['api/v1/app.ts']],
    ['in UTF-8 that does not say so', [APP, { name: 'añadir.ts', flags: 0 }], ['api/v1/app.ts', 'añadir.ts']],
    ['in CP437, of a file that counts', [APP, { name: cp437('Übung.ts'), flags: 0 }], ['api/v1/app.ts', 'Übung.ts']],
    [
      'in ASCII, with a Unicode Path',
      [APP, { name: '#U00dcbung.ts', flags: 0, unicode: 'Übung.ts' }],
      ['api/v1/app.ts', 'Übung.ts'],
    ],
    [
      'with a Unicode Path of another name',
      [APP, { name: 'a.ts', flags: 0, unicode: 'b.ts', unicodeOf: 'c.ts' }],
      ['a.ts', 'api/v1/app.ts'],
    ],
  ];
  test.each(names)('is read with names %s', async (_title, entries, files) => {
    expect(await takeInBytes(zip(entries))).toEqual({ accepted: true, files });
  });

  test('is refused for a Unicode Path that leads out', async () => {
    const evil: TestEntry = { name: 'a.ts', flags: 0, unicode: '../evil.ts' };
    expect(await takeInBytes(zip([APP, evil]))).toMatchObject({ reason: expect.stringContaining('leads out') });
  });
});

describe('a tar archive alone', () => {
  const tarred: [string, TestEntry[], RegExp][] = [
    ['a hard link', [APP, { name: 'x', type: '1', link: 'api/v1/app.ts' }], /a hard link, "x"/],
    ['a block device', [APP, { name: 'x', type: '4' }], /a device, "x"/],
    ['a sparse file', [APP, { name: 'x', type: 'S' }], /unknown kind, "x"/],
    ['a size that is not there', [APP, { name: 'x', size: 900_000 }], /broken/],
  ];
  test.each(tarred)('is refused for %s', async (_title, entries, reason) => {
    expect(await takeInBytes(tar(entries))).toEqual({ accepted: false, reason: expect.stringMatching(reason) });
  });

  test('may have its names in pax records, and they are judged too', async () => {
    expect(await takeInBytes(paxTar(Buffer.from('é/api/v1/app.ts'), '1'))).toHaveProperty('accepted', true);
    expect(await takeInBytes(paxTar(Buffer.from('../api/v1/app.ts'), '1'))).toMatchObject({
      reason: expect.stringContaining('leads out'),
    });
    const app = { name: 'api/v1/app.ts', content: '1' };
    expect(await takeInBytes(paxTar(Buffer.from([0xff, 0xfe]), '1', [app]))).toMatchObject({
      reason: expect.stringContaining('UTF-8'),
    });
  });

  test('made by the library is taken in', async () => {
    const archive = pack();
    archive.entry({ name: 'name/workspace/api/v1/app.ts' }, 'export const app = 1;\n');
    archive.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of archive) chunks.push(chunk as Buffer);
    expect(await takeInBytes(Buffer.concat(chunks))).toEqual({ accepted: true, files: ['api/v1/app.ts'] });
  });

  test('packed as a bomb is refused before it has been unpacked', async () => {
    const bomb = gzipSync(tar([APP, { name: 'node_modules/zeros', content: Buffer.alloc(64 * MIB) }]));
    expect(await takeInBytes(bomb)).toMatchObject({ reason: expect.stringContaining('as only a bomb does') });
  });
});

test.each([
  ['text', Buffer.from('hello')],
  ['nothing', Buffer.alloc(0)],
  ['a rar archive', Buffer.from('Rar!\x1a\x07\x01\x00')],
])('%s is no archive', async (_title, bytes) => {
  expect(await takeInBytes(bytes)).toEqual({
    accepted: false,
    reason: '"source" is neither a folder nor a .zip, .tar.gz, .tgz or .tar archive.',
  });
});

test('a hundred thousand entries are read over, and endlessly many are not', async () => {
  const entries = Array.from({ length: 100_000 }, (_, index) => ({ name: `x/${index}`, content: '' }));
  const work = { ...APP, name: 'workspace/api/v1/app.ts' };
  expect(await takeInBytes(gzipSync(tar([...entries, work])))).toMatchObject({
    accepted: true,
    files: ['api/v1/app.ts'],
  });
  expect(() => checkEntries(WORK.entries)).not.toThrow();
  expect(() => checkEntries(WORK.entries + 1)).toThrow('more than 1,000,000 entries');
});

test('gzip around something else is refused', async () => {
  expect(await takeInBytes(gzipSync(zip([APP])))).toMatchObject({ reason: expect.stringContaining('broken') });
  expect(await takeInBytes(gzipSync(gzipSync(tar([APP]))))).toMatchObject({ accepted: false });
});
