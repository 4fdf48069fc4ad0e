import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import { HOSTILE } from '../intake/test_hostile_tree.ts';
import { classOfFour, contents, GRADE, startKata } from './graded.ts';
import { kata } from './kata.ts';
import { program } from './program.ts';

test('a class is graded: each has a result, and the same seed gives the same bytes', { tags: 'long' }, async () => {
  await using made = await classOfFour();
  await using right = await submission();
  const first = await kata([...GRADE, made.class, right.folder, '--out', made.out, '--seed', '1', '--jobs', '2']);
  expect(first).toMatchObject({ code: 1, stderr: '' });
  expect(first.stdout).toContain('200 of 200 points');
  expect(first.stdout).toMatch(/dan: refused: .* is neither a folder nor a .zip/);
  const again = await kata([
    ...GRADE,
    made.class,
    right.folder,
    '--out',
    made.at('again'),
    '--seed',
    '1',
    '--jobs',
    '1',
  ]);
  expect(again.code).toBe(1);
  expect(await contents(made.at('again'))).toEqual(await contents(made.out));
});

test.each([
  ['Ctrl-C', 130, (child: ChildProcess) => child.kill('SIGINT')],
  ['a reader who leaves', 141, (child: ChildProcess) => child.stdout?.destroy()],
])('%s keeps what is done, so that one can go on', { tags: 'long' }, async (_what, code, stop) => {
  await using made = await classOfFour();
  const child = startKata([...GRADE, made.class, '--out', made.out, '--jobs', '1']);
  await untilPrinted(child, '1/4');
  stop(child);
  expect(await once(child, 'exit')).toEqual([code, null]);
  const done = await readdir(join(made.out, 'submissions'));
  expect(done.length).toBeGreaterThan(0);
  expect(done.length).toBeLessThan(4);
  expect(await kata([...GRADE, made.class, '--out', made.out, '--jobs', '1', '--resume'])).toMatchObject({ code: 1 });
});

test('a submission that has changed is judged again, and no other', async () => {
  await using made = await classOfFour();
  await kata([...GRADE, made.class, '--out', made.out, '--jobs', '1']);
  await writeFile(join(made.class, 'bob', 'api', 'v1', 'app.ts'), "throw new Error('something else');\n");
  const { stdout } = await kata([...GRADE, '--out', made.out, '--jobs', '1', '--resume']);
  expect(stdout.match(/^\d\/4 .*$/gm)).toEqual([expect.stringContaining('bob')]);
});

test.runIf(process.platform === 'linux')('a submission that cannot be read costs only itself', async () => {
  await using made = await classOfFour();
  const odd = (...names: string[]) => Buffer.concat([Buffer.from(made.at('class', ...names)), Buffer.from([0xff])]);
  await writeFile(odd('bob', 'name'), '');
  await mkdir(odd('eve'));
  await mkdir(made.at('class', 'api', 'v1'), { recursive: true });
  await writeFile(made.at('class', 'api', 'v1', 'app.ts'), '');
  const chain = "for (let i = 0; i < 25; i++) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }";
  execFileSync(process.execPath, ['-e', chain], { cwd: made.at('class', 'cid') });
  const { code, stdout, stderr } = await kata([...GRADE, made.class, '--out', made.out]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const said = stdout.match(/^\d\/6 .*$/gm)?.map((line) => line.slice('1/6 '.length));
  expect(said?.sort()).toEqual([
    expect.stringMatching(/^ann: .*points/),
    expect.stringMatching(/^api: refused: The submission has no api\/v1\/app\.ts/),
    'bob: refused: The name "name\ufffd" is not written in UTF-8.',
    expect.stringMatching(/^cid: refused: The path ".*" has \d+ bytes/),
    expect.stringMatching(/^dan: refused: /),
    'eve\ufffd: refused: The name "eve\ufffd" is not written in UTF-8.',
  ]);
});

test.runIf(process.platform === 'linux')('whatever a learner leaves in a folder costs only that learner', async () => {
  await using made = await classOfFour();
  const refused = HOSTILE.filter(({ reason }) => reason);
  for (const [index, { plant }] of refused.entries()) {
    await mkdir(made.at('class', `eve-${index}`, 'api', 'v1'), { recursive: true });
    await writeFile(made.at('class', `eve-${index}`, 'api', 'v1', 'app.ts'), '');
    plant(made.at('class', `eve-${index}`));
  }
  for (const { plant } of HOSTILE.filter(({ reason }) => !reason)) plant(made.at('class', 'ann'));
  const { code, stdout, stderr } = await kata([...GRADE, made.class, '--out', made.out]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  for (const name of ['ann', 'bob', 'cid'])
    expect(stdout).toMatch(new RegExp(`^\\d+/\\d+ ${name}: 0 of 200 points, did not load: `, 'm'));
  const rows = (await readFile(join(made.out, 'grades.csv'), 'utf8')).split('\r\n');
  for (const [index, { reason }] of refused.entries()) {
    const row = rows.find((line) => line.startsWith(`eve-${index},`));
    expect(row).toMatch(/^eve-\d+,refused,0,/);
    expect(row).toMatch(reason as RegExp);
  }
});

test('each entry of a class folder is a row of the table or is named', async () => {
  await using made = await classOfFour();
  for (const name of ['eve.rar', 'fay.tar-1.gz', 'gil.ts', 'README.md', '.DS_Store'])
    await writeFile(made.at('class', name), '');
  await mkdir(made.at('class', 'old', 'submissions'), { recursive: true });
  await writeFile(made.at('class', 'old', 'run.json'), '{"schema":1,"kata":"0.0.1","submissions":{}}');
  await rename(made.at('class', 'dan.zip'), made.at('dan.zip'));
  await mkdir(made.at('class', 'Dan_1_assignsubmission_file'));
  await rename(made.at('dan.zip'), made.at('class', 'Dan_1_assignsubmission_file', 'dan.zip'));
  const { code, stdout, stderr } = await kata([...GRADE, made.class, '--out', made.out]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout.match(/^Not taken: .*$/gm)).toEqual([
    'Not taken: ".DS_Store", because hidden files and folders are not submissions.',
    'Not taken: "README.md", because documents and data are not submissions.',
    'Not taken: "old", because results of kata grade are not submissions.',
  ]);
  const rows = (await readFile(join(made.out, 'grades.csv'), 'utf8')).trim().split('\r\n').slice(1);
  expect(rows.map((row) => row.split(',').slice(0, 2).join(' '))).toEqual([
    'Dan_1_assignsubmission_file refused',
    'ann did not load',
    'bob did not load',
    'cid did not load',
    'eve refused',
    'fay-1 refused',
    'gil.ts refused',
  ]);
});

test('other marks of the same results: nothing is run', { tags: 'long' }, async () => {
  await using made = await classOfFour();
  await kata([...GRADE, made.class, '--out', made.out, '--jobs', '1']);
  await rm(made.class, { recursive: true });
  await writeFile(made.at('policy.json'), JSON.stringify({ schema: 1, outOf: 20 }));
  const { code, stdout } = await kata(['grade', '--remark', made.out, '--policy', made.at('policy.json')]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('4 submissions were marked anew.') });
});

test('what cannot work is told in one sentence, and nothing is overwritten', async () => {
  await using made = await classOfFour();
  await mkdir(made.at('nothing'));
  await mkdir(made.at('full'));
  await writeFile(made.at('full', 'thesis.txt'), 'x');
  await writeFile(made.at('file'), 'x');
  await symlink('class', made.at('link'), 'junction');
  await kata([...GRADE, made.class, '--out', made.out, '--jobs', '1', '--seed', '1']);
  const wrong: [string[], RegExp][] = [
    [[made.class], /--out/],
    [['--out', made.at('new')], /No submission was named/],
    [[made.at('nothing'), '--out', made.at('new')], /There are no submissions in/],
    [[made.at('nowhere'), '--out', made.at('new')], /There is no .*nowhere/],
    [[made.class, '--out', made.at('full')], /is not empty/],
    [[made.class, '--out', made.at('file')], /is a file/],
    [[made.class, '--out', made.out], /holds an earlier run/],
    [[made.class, '--out', made.out, '--resume', '--seed', '2'], /has the seed 1/],
    [[made.class, '--out', made.at('full'), '--resume'], /holds no run/],
    [[made.class, '--out', made.at('new'), '--resume'], /nothing to go on with/],
    [[made.class, '--out', join(made.class, 'ann', 'out')], /lies in the submission "ann"/],
    [[made.class, '--out', join(made.class, 'out')], /lies among the submissions\. .* such as .*class-results\.\n/],
    [[made.class, '--out', join(made.class, 'all', 'out')], /lies among the submissions/],
    [[made.at('link'), '--out', join(made.class, 'out')], /lies among the submissions/],
    [[made.class, '--out', join(made.at('link'), 'out')], /lies among the submissions/],
    [[made.at('link', 'ann'), '--out', join(made.class, 'ann', 'out')], /lies in the submission "ann"/],
    [[made.class, '--out', made.at('new'), '--jobs', '0'], /--jobs takes/],
    [[made.class, '--out', made.at('new'), '--policy', made.at('file')], /is not JSON/],
    [['--remark', made.at('full')], /holds no run/],
  ];
  const before = await contents(made.at());
  for (const [flags, sentence] of wrong) {
    const { code, stdout, stderr } = await kata([...GRADE, ...flags]);
    expect({ flags, code, stdout }).toEqual({ flags, code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr.trim()).not.toContain('\n');
  }
  expect(await contents(made.at())).toEqual(before);
});

test('a folder that cannot be made is told', async () => {
  await using made = await classOfFour();
  await writeFile(made.at('file'), 'x');
  const { code, stderr } = await kata([...GRADE, made.class, '--out', made.at('file', 'out')]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/cannot be written: a file stands in the place of one of its folders/);
});

/** Its output is read on to the end: a program that nobody listens to any more ends in another way. */
async function untilPrinted(child: ChildProcess, text: string): Promise<void> {
  let printed = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.stdout?.on('data', (chunk) => {
    printed += String(chunk);
    if (printed.includes(text)) resolve();
  });
  child.on('exit', () => reject(new Error(`It ended without "${text}": ${printed}`)));
  await promise;
}

test('where there is no strong sandbox, code of strangers is not run', async () => {
  await using made = await classOfFour();
  const nowhere = { env: { KATA_ENGINE: 'docker', PATH: made.at('nowhere') } };
  for (const flags of [[], ['--sandbox', 'auto']]) {
    const { code, stdout, stderr } = await program(['grade', made.class, '--out', made.out, ...flags], nowhere);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^Code of other people is graded in the strong sandbox.* There is no docker\. .*--sandbox basic\.$/m,
    );
    expect(stderr.trim()).not.toContain('\n');
  }
  const named = await program(['grade', made.class, '--out', made.out, '--sandbox', 'basic'], nowhere);
  expect(named).toMatchObject({ code: 1, stderr: '' });
});
