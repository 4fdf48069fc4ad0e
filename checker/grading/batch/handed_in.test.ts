import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeInDated } from '../../intake/intake.ts';
import { workplace } from '../../intake/test_folder.ts';
import { handedIn, ownTime } from './handed_in.ts';

const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T12:00:00.000Z`;

/** A submission whose files have times; `look`: when it was handed in. */
async function handed() {
  const place = await workplace();
  const write = (name: string, at: number, content = name) => {
    const path = join(place.source, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, new Date(day(at)), new Date(day(at)));
  };
  return {
    ...place,
    write,
    look: async () => {
      rmSync(place.copy, { recursive: true, force: true });
      const intake = await takeInDated(place.source, place.copy);
      if (!intake.accepted) throw new Error(intake.reason);
      return handedIn(place.source, intake, place.copy);
    },
  };
}

test('the time is that of the newest file that is judged', async () => {
  await using made = await handed();
  made.write('workspace/api/v1/app.ts', 3);
  made.write('workspace/main.ts', 5);
  made.write('workspace/notes.txt', 4);
  expect(await made.look()).toBe(day(5));
});

test.each([
  'workspace/node_modules/x.js',
  'node_modules/x.js',
  '.git/HEAD',
  '.DS_Store',
  'workspace/.DS_Store',
  'workspace/Thumbs.db',
  'workspace/package-lock.json',
  'workspace/api/app.test.ts',
  'film.mp4',
  'README.md',
  'solutions/api/v1/app.ts',
])('%s is not judged, and its time does not matter', async (name) => {
  await using made = await handed();
  made.write('workspace/api/v1/app.ts', 3);
  made.write(name, 29);
  expect(await made.look()).toBe(day(3));
});

test('of an archive, it is its own time; of a time that no calendar has, the nearest', async () => {
  await using made = await handed();
  made.write('work/api/v1/app.ts', 3);
  execFileSync('tar', ['-czf', join(made.path, 'ann.tgz'), '-C', made.source, 'work']);
  utimesSync(join(made.path, 'ann.tgz'), new Date(day(9)), new Date(day(9)));
  const intake = await takeInDated(join(made.path, 'ann.tgz'), made.copy);
  if (!intake.accepted) throw new Error(intake.reason);
  expect(await handedIn(join(made.path, 'ann.tgz'), intake, made.copy)).toBe(day(9));
  expect(await ownTime(join(made.path, 'nowhere'))).toBe(new Date(0).toISOString());
  for (const [wrong, time] of [
    [new Date(-1e12), new Date(0).toISOString()],
    [new Date(1e13), '2286-11-20T17:46:40.000Z'],
  ] as const) {
    utimesSync(join(made.source, 'work/api/v1/app.ts'), wrong, wrong);
    expect(await made.look()).toBe(time);
  }
});

const hasGit = spawnSync('git', ['--version']).status === 0;

describe.runIf(hasGit)('of a clone, it is that of the last commit that touched what is judged', () => {
  /** A learner's repository: `commit` writes files, and commits them on a day. All files have been fetched on the 28th. */
  async function cloned(folder = '', ...init: string[]) {
    const made = await handed();
    const repository = join(made.source, folder);
    mkdirSync(repository, { recursive: true });
    const git = (at: number, ...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
        cwd: repository,
        env: { ...process.env, GIT_COMMITTER_DATE: day(at), GIT_AUTHOR_DATE: day(1), GIT_CONFIG_GLOBAL: '/dev/null' },
        stdio: 'pipe',
      });
    git(1, 'init', '--quiet', '--initial-branch=main', ...init);
    const commit = (at: number, ...names: string[]) => {
      for (const name of names) made.write(join(folder, name), 28, `${name} ${at}`);
      git(at, 'add', '--all', '--force');
      git(at, 'commit', '--quiet', '--message=x');
    };
    return { ...made, repository, git, commit };
  }

  test.each([
    ['as git makes it', '', (_: string) => {}],
    ['packed', '', (cwd: string) => execFileSync('git', ['gc', '--quiet'], { cwd })],
    ['one folder down', 'project', (_: string) => {}],
    ['with no branch', '', (cwd: string) => execFileSync('git', ['checkout', '--quiet', '--detach'], { cwd })],
  ])('%s', async (_name, folder, change) => {
    await using made = await cloned(folder);
    made.commit(3, 'workspace/api/v1/app.ts', 'README.md');
    made.commit(5, 'workspace/main.ts');
    made.commit(20, 'README.md', 'solutions/api/v1/app.ts', 'workspace/node_modules/x.js', 'workspace/app.test.ts');
    change(made.repository);
    expect(await made.look()).toBe(day(5));
  });

  test('with SHA-256, and of the last commit alone', async () => {
    await using made = await cloned('', '--object-format=sha256');
    made.commit(3, 'api/v1/app.ts');
    expect(await made.look()).toBe(day(3));
    made.commit(5, 'main.ts');
    const shallow = join(made.path, 'shallow');
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${made.source}`, shallow], { stdio: 'pipe' });
    rmSync(made.source, { recursive: true });
    cpSync(shallow, made.source, { recursive: true });
    expect(await made.look()).toBe(day(5));
  });

  test('a file that is removed, and one that was merged', async () => {
    await using made = await cloned();
    made.commit(3, 'api/v1/app.ts', 'old.ts');
    made.git(4, 'checkout', '--quiet', '-b', 'other');
    made.commit(6, 'other.ts');
    made.git(7, 'checkout', '--quiet', 'main');
    made.commit(7, 'main.ts');
    made.git(20, 'merge', '--quiet', '-m', 'x', 'other');
    expect(await made.look()).toBe(day(7));
    rmSync(join(made.source, 'old.ts'));
    made.commit(21);
    expect(await made.look()).toBe(day(21));
  });

  test('what was changed and not committed has its own time, but for the ends of its lines', async () => {
    await using made = await cloned();
    made.commit(3, 'api/v1/app.ts', 'main.ts');
    made.commit(4, 'lines.ts');
    const lines = readFileSync(join(made.source, 'lines.ts'), 'utf8');
    made.git(5, 'config', 'core.autocrlf', 'false');
    made.write('more.ts', 5, 'a\nb\n');
    made.git(5, 'add', '--all');
    made.git(5, 'commit', '--quiet', '--message=x');
    made.write('more.ts', 28, 'a\r\nb\r\n');
    expect(await made.look()).toBe(day(5));
    made.write('lines.ts', 25, `${lines}// more`);
    expect(await made.look()).toBe(day(25));
    made.write('lines.ts', 28, lines);
    made.write('new.ts', 26);
    expect(await made.look()).toBe(day(26));
  });

  test('a repository that cannot be read is none: the files have their own times', async () => {
    await using made = await cloned();
    made.commit(3, 'api/v1/app.ts');
    rmSync(join(made.source, '.git/objects'), { recursive: true });
    expect(await made.look()).toBe(day(28));
  });

  test('nothing that its configuration names is run', async () => {
    await using made = await cloned();
    made.commit(3, 'api/v1/app.ts');
    const planted = join(made.path, 'planted');
    const program = join(made.path, 'program');
    writeFileSync(program, `#!/bin/sh\ntouch "${planted}"\n`, { mode: 0o755 });
    for (const [key, value] of [
      ['log.showSignature', 'true'],
      ['gpg.program', program],
      ['core.fsmonitor', program],
      ['core.pager', program],
      ['diff.external', program],
      ['core.hooksPath', made.path],
    ] as const)
      made.git(3, 'config', key, value);
    expect(await made.look()).toBe(day(3));
    expect(existsSync(planted)).toBe(false);
  });
});
