import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { contentHash } from '../../harness/compile.ts';
import { withoutRights, workplace } from '../../intake/test_folder.ts';
import { removeTree } from '../../remove_tree.ts';
import type { CheckedSubmission } from '../check_submission.ts';
import type { Report } from '../report.ts';
import { answerTo } from './job.ts';

const onLinux = test.runIf(process.platform === 'linux');
const onUnix = test.skipIf(process.platform === 'win32');

/** A submission of one file, and what a job says of it. The checks find nothing; `asked`: the content of what they got. */
async function handed() {
  const place = await workplace();
  mkdirSync(join(place.source, 'api', 'v1'), { recursive: true });
  writeFileSync(join(place.source, 'api', 'v1', 'app.ts'), '');
  const asked: string[] = [];
  const found = { report: { tasks: [] } as unknown as Report, errors: [] } satisfies CheckedSubmission;
  const request = { name: 'ann', path: place.source, seed: 1, level: 'none', ahead: false } as const;
  return {
    ...place,
    asked,
    answer: (known?: string) =>
      answerTo({ ...request, ...(known && { known }) }, async (folder) => {
        asked.push(await contentHash(folder));
        return found;
      }),
    [Symbol.asyncDispose]: async () => {
      await removeTree(place.source);
      await place[Symbol.asyncDispose]();
    },
  };
}

const CHAIN = "for (let i = 0; i < 25; i++) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }";

onLinux.each<[string, (folder: string) => void, RegExp]>([
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
])('%s is refused, and not judged', async (_name, plant, reason) => {
  await using made = await handed();
  plant(made.source);
  expect(await made.answer()).toMatchObject({
    submitted: expect.stringMatching(/^20/),
    verdict: { status: 'refused', reason: expect.stringMatching(reason) },
  });
  expect(made.asked).toEqual([]);
});

onUnix.each([
  ['a folder', 'shut', /^The folder "shut" may not be read by this user\.$/],
  ['a file', 'shut/f.ts', /^The file "shut\/f\.ts" may not be read by this user\.$/],
  ['the submission itself', '', /^The submission may not be read by this user\.$/],
])('%s that may not be read is refused, until it may', async (_name, name, reason) => {
  await using made = await handed();
  mkdirSync(join(made.source, 'shut'));
  writeFileSync(join(made.source, 'shut', 'f.ts'), '');
  await withoutRights(made.path, [join(made.source, name)], async () => {
    expect(await made.answer('c0ffee')).toMatchObject({
      verdict: { status: 'refused', reason: expect.stringMatching(reason) },
    });
  });
  expect(await made.answer()).toMatchObject({ verdict: { status: 'graded' } });
});

test('only what is judged makes the content: what is known is not judged again, and everything else is', async () => {
  await using made = await handed();
  const write = (name: string, text: string) => {
    mkdirSync(join(made.source, dirname(name)), { recursive: true });
    writeFileSync(join(made.source, name), text);
  };
  for (let count = 0; count <= 5_000; count += 1) write(`node_modules/${count}.js`, '');
  await made.answer();
  for (const [name, text] of [
    ['main.ts', ''],
    ['main.ts', '1'],
    ['zzz/main.ts', ''],
    ['data.json', '{}'],
  ] as const) {
    write(name, text);
    expect([name, await made.answer(made.asked.at(-1))]).toMatchObject([name, { verdict: { status: 'graded' } }]);
  }
  expect(new Set(made.asked).size).toBe(5);
  for (const name of ['node_modules/x.js', '.git/HEAD', '.DS_Store', 'package.json', 'api/v1/kata.db'])
    write(name, 'x');
  expect(await made.answer(made.asked.at(-1))).toMatchObject({ verdict: 'known' });
  expect(made.asked).toHaveLength(5);
});
