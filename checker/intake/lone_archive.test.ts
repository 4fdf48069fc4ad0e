import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { takeIn } from './intake.ts';
import { tar, zip } from './test_archives.ts';
import { workplace } from './test_folder.ts';

const APP = 'api/v1/app.ts';
const ZIP = zip([{ name: `workspace/${APP}`, content: 'zip' }, { name: 'workspace/of_zip.ts' }]);
const TAR_GZ = gzipSync(tar([{ name: APP, content: 'tar' }, { name: 'of_tar.ts' }]));
const LARGE = zip([{ name: APP }, { name: 'large.ts', content: Buffer.alloc(1_000_000, 'ab c'), method: 0 }]);

type Files = Record<string, string | Buffer>;

/** Takes a folder of these files in. */
async function takenIn(files: Files) {
  await using place = await workplace();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place.source, name)), { recursive: true });
    writeFileSync(join(place.source, name), content);
  }
  return await takeIn(place.source, place.copy);
}

const TAKEN: [string, Files, string][] = [
  ['a zip alone', { 'workspace.zip': ZIP }, 'of_zip.ts'],
  ['one that a platform has numbered', { 'x.tar-1.gz': TAR_GZ }, 'of_tar.ts'],
  ['one whose name ends otherwise than its content', { 'x.rar': ZIP }, 'of_zip.ts'],
  ['one larger than a file of a submission may be', { 'x.zip': LARGE }, 'large.ts'],
  ['documents beside it', { 'x.zip': ZIP, 'comment.txt': '', 'onlinetext.html': '' }, 'of_zip.ts'],
  ['files that are dropped beside it', { 'x.zip': ZIP, '._y.zip': '', '__MACOSX/y': '', '.DS_Store': '' }, 'of_zip.ts'],
  ['a folder without an API beside it', { 'x.zip': ZIP, 'pictures/1.png': '' }, 'of_zip.ts'],
  ['an API beside it', { 'x.zip': ZIP, [APP]: '', 'own.ts': '' }, 'own.ts'],
  ['an API one folder down beside it', { 'x.zip': ZIP, [`x/${APP}`]: '', 'x/own.ts': '' }, 'own.ts'],
  [
    'an API one folder down in workspace/',
    { 'x.zip': ZIP, [`x/workspace/${APP}`]: '', 'x/workspace/own.ts': '' },
    'own.ts',
  ],
  [
    'several, and an API',
    { 'x.zip': ZIP, 'y.tgz': TAR_GZ, [`workspace/${APP}`]: '', 'workspace/own.ts': '' },
    'own.ts',
  ],
];

test.each(TAKEN)('the submission is found: %s', async (_title, files, expected) => {
  expect(await takenIn(files)).toEqual({ accepted: true, files: expect.arrayContaining([APP, expected]) });
});

const REFUSED: [string, Files, RegExp][] = [
  ['an archive that is not read here', { 'x.7z': "7z\xbc\xaf'\x1c" }, /^"x\.7z" is neither a folder nor a \.zip/],
  ['an archive that is broken', { 'x.zip': ZIP.subarray(0, 100) }, /^The archive is broken/],
  ['an archive without an API', { 'x.zip': zip([{ name: 'a.ts' }]) }, /^The submission has no api\/v1\/app\.ts/],
  [
    'two archives',
    { 'b.zip': ZIP, 'a.rar': '' },
    /^The submission holds 2 archives, among them "a\.rar" and "b\.zip": /,
  ],
  ['an archive two levels down', { 'x/y.zip': ZIP }, /^The submission has no api\/v1\/app\.ts/],
  ['an archive in an archive', { 'x.zip': zip([{ name: 'y.zip', content: ZIP }]) }, /^The submission has no api/],
];

test.each(REFUSED)('refused: %s', async (_title, files, reason) => {
  expect(await takenIn(files)).toEqual({ accepted: false, reason: expect.stringMatching(reason) });
});

test.skipIf(process.platform === 'win32')('a link to an archive is not followed', async () => {
  await using place = await workplace();
  mkdirSync(place.source);
  writeFileSync(join(place.path, 'x.zip'), ZIP);
  symlinkSync('../x.zip', join(place.source, 'x.zip'));
  expect(await takeIn(place.source, place.copy)).toEqual({
    accepted: false,
    reason: expect.stringMatching(/symbolic link "x.zip", and links are not followed\.$/),
  });
});
