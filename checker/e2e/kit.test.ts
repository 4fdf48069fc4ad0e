import { execFileSync, spawnSync } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { changeFiles } from '../fixtures/change.ts';
import { FULL_ONLY } from '../full_only.ts';
import { PROJECT } from '../project.ts';
import { finishedStage, starterOf } from '../stages/compose.ts';
import { loadTasks } from '../tasks.ts';
import { kitCopy, warmKit } from './kit_copy.ts';
import { newLearner } from './learner.ts';

const tasks = await loadTasks();

test('the kit has the workspace of task 0, and says the same as the full repository, to the byte', {
  tags: 'long',
}, async () => {
  await using kit = await warmKit();
  await using learner = await newLearner();
  await learner.run('start');
  expect(await learner.files()).toEqual(await starterOf(0, tasks));
  const same = async (...args: string[]) => {
    const [here, there] = [await kit.run(...args), await learner.run(...args)];
    expect({ args, ...here }).toEqual({ args, ...there });
    return here;
  };
  expect((await same('check', '--json', '--seed', '1')).code).toBe(1);
  const elsewhere = ['check', '0-10', '--json', '--seed', '2', '--sandbox', 'basic', '--dir'];
  const [here, there] = [
    await kit.run(...elsewhere, 'workspace'),
    await learner.run(...elsewhere, join(learner.root, 'workspace')),
  ];
  expect(here).toEqual({ ...there, code: 1 });
  for (const args of [
    ['check', '--seed', '1'],
    ['hint'],
    ['hint'],
    ['hint', '7'],
    ['progress'],
    ['diff'],
    ['solution', '4'],
  ])
    await same(...args);
  expect((await same('solution', '4', '--spoil')).stdout).toContain('+++ b/api/v1/auth/auth.ts');
  await same('solution', '10', '--spoil');
  await same('reset', '7');
  await same('verify-nothing');
});

test('jump comes from the sealed stages; the finished server passes everything', async () => {
  await using kit = await warmKit();
  expect(await kit.run('jump', '5')).toMatchObject({ code: 0 });
  const there = new Map([...(await kit.files())].filter(([name]) => name.startsWith('workspace/')));
  const five = [...(await starterOf(5, tasks))].map(([name, content]) => [`workspace/${name}`, content] as const);
  expect(there).toEqual(new Map(five));
  expect(await kit.run('diff')).toMatchObject({ code: 0, stdout: expect.not.stringContaining('+++') });
  await changeFiles(join(kit.root, 'workspace'), await finishedStage());
  const { code, stdout } = await kit.run('check', '0-10');
  expect(stdout).toContain(`✓ Task ${tasks.length - 1}`);
  expect(code).toBe(0);
});

test('commands that belong to the full repository say so, and are not listed', async () => {
  await using kit = await warmKit();
  const { stdout: help } = await kit.run('--help');
  for (const command of FULL_ONLY) {
    expect(await kit.run(command)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^`kata \w+` belongs to the full repository[^\n]*\n$/),
    });
    expect(help).not.toMatch(new RegExp(`^ +${command}\\b`, 'm'));
  }
  const { stdout: listed } = await kit.run('help');
  expect(listed).toBe(help);
});

test('every command that the pages of the kit name is there, and every link leads somewhere', {
  tags: 'long',
}, async () => {
  await using kit = await warmKit();
  const { stdout: help } = await kit.run('--help');
  const { scripts } = JSON.parse(await readFile(join(kit.root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const files = await kit.files();
  const pages = [...files].filter(([name]) => name.endsWith('.md'));
  expect(pages.length).toBe(tasks.length + 3);
  for (const [page, content] of pages) {
    const text = content.toString('utf8');
    for (const [, command] of text.matchAll(/`npx kata (\w+)/g))
      expect(help).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
    for (const [, script = ''] of text.matchAll(/`npm run (?:--silent )?(\w+)/g))
      expect(Object.keys(scripts)).toContain(script);
    for (const [, target = ''] of text.matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g))
      expect([page, [...files.keys()].filter((name) => name.startsWith(join(dirname(page), target)))]).not.toEqual([
        page,
        [],
      ]);
  }
});

test.skipIf(process.platform === 'win32')('nothing that a learner runs changes a file that git keeps', async () => {
  await using kit = await warmKit();
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: kit.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const git = (...args: string[]) => run('git', '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message=The kit');
  expect(git('ls-files', '--stage', 'checker/kata.mjs')).toMatch(/^100755 /);
  expect(run('npx', '--no-install', 'kata', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  run('npm', 'install', '--package-lock-only', '--ignore-scripts', '--offline');
  for (const args of [['progress'], ['hint'], ['jump', '1'], ['jump', '0'], ['check', '0']]) await kit.run(...args);
  expect(git('status', '--porcelain')).toBe('');
});

test.skipIf(process.platform === 'win32')('the launcher of the project can be run as it stands in git', async () => {
  const { mode } = await stat(join(PROJECT.root, 'checker', 'kata.mjs'));
  expect(mode & 0o111).toBe(0o111);
});

test('a damaged or missing seal is told in one sentence', { tags: 'long' }, async () => {
  await using kit = await warmKit();
  const sealed = join(kit.root, 'checker', 'course.sealed');
  await writeFile(sealed, (await readFile(sealed)).subarray(0, -5));
  for (const command of ['check', 'progress', 'hint'])
    expect(await kit.run(command)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^checker\/course\.sealed is damaged\.[^\n]*\n$/),
    });
});

test("npm run user makes a user with the learner's own model", { tags: 'long' }, async () => {
  await using kit = await warmKit();
  const user = (input: string, ...args: string[]) =>
    execFileSync(
      process.execPath,
      [join(PROJECT.root, 'node_modules/tsx/dist/cli.mjs'), 'checker/dev/add_user.ts', ...args],
      {
        cwd: kit.root,
        input,
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, DATABASE_URL: `sqlite:${join(kit.root, 'users.db')}`, SCRYPT_COST: '10' },
      },
    );
  expect(user('a password\n', '--id', 'ann@example.com')).toMatch(/^[0-9a-f-]{36}\n$/);
  expect(user('a password\nanother line\n', 'bob@example.com')).toBe('bob@example.com can log in now.\n');
  const refused = (sentence: string) =>
    expect.objectContaining({ status: 2, stdout: '', stderr: expect.stringMatching(sentence) });
  const attempt = (input: string, ...args: string[]) => {
    try {
      return user(input, ...args);
    } catch (error) {
      return error;
    }
  };
  expect(attempt('x\n', 'bob@example.com')).toEqual(refused('^This e-mail is already registered[^\n]*\n$'));
  expect(attempt('', 'new@example.com')).toEqual(refused('^The password must not be empty[^\n]*\n$'));
  expect(attempt('x\n')).toEqual(refused('^Give exactly one e-mail address[^\n]*\n$'));
});

test('the kit type-checks as a learner gets it, with enums and imports without a suffix', {
  tags: 'long',
}, async () => {
  await using kit = await warmKit();
  const compile = () =>
    spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit'], { cwd: kit.root, encoding: 'utf8' });
  await writeFile(
    join(kit.root, 'workspace', 'style.ts'),
    "export enum Kind { one }\nexport { app } from './api/v1/app';\n",
  );
  expect(compile()).toMatchObject({ status: 0, stdout: '' });
  await writeFile(join(kit.root, 'workspace', 'wrong.ts'), "export const wrong: number = 'text';\n");
  expect(compile().stdout).toContain('workspace/wrong.ts(1,14)');
});

test('a kit is a submission: what is in its workspace is judged, and nothing else', { tags: 'long' }, async () => {
  await using kit = await kitCopy();
  await using learner = await newLearner();
  await rm(join(kit.root, 'node_modules'), { recursive: true, force: true });
  const { report } = JSON.parse(
    `{"report":${(await learner.run('check', '0', '--json', '--seed', '1', '--dir', kit.root)).stdout}}`,
  );
  expect(report).toMatchObject({ score: 0, diagnostics: [] });
  expect(report.tasks[0].checks.some(({ outcome }: { outcome: string }) => outcome === 'passed')).toBe(true);
});
