import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtempDisposable, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingPart } from '../e2e/system_parts.ts';
import { submission } from '../fixtures/submission.ts';
import type { Report } from '../grading/report.ts';
import { PROJECT } from '../project.ts';
import { docker, IMAGE } from './docker.ts';

const STAND_IN = join(PROJECT.root, 'checker', 'sandbox', 'docker_stand_in.mjs');
/** Where the machine's own programs are not, so that the stand-in is found first. */
const PROGRAMS = ['/usr/local/bin', '/usr/bin', '/bin'];

/** A folder with a `docker` in it, and what runs the program with that. */
async function withDocker() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'docker-'));
  await symlink(STAND_IN, join(folder.path, 'docker'));
  const record = join(folder.path, 'record');
  await writeFile(record, '');
  // A stand-in runs on the Node that runs this test.
  await symlink(process.execPath, join(folder.path, 'node'));
  return {
    folder: folder.path,
    record,
    asked: async () =>
      (await readFile(record, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as string[]),
    check: (...args: string[]) =>
      spawnSync(
        process.execPath,
        [join(PROJECT.root, 'checker', 'kata.mjs'), 'check', ...args, '--sandbox', 'strong'],
        {
          encoding: 'utf8',
          timeout: 100_000,
          env: {
            ...process.env,
            KATA_ENGINE: 'docker',
            PATH: [folder.path, ...PROGRAMS].join(':'),
            DOCKER_STAND_IN: record,
          },
        },
      ),
    [Symbol.asyncDispose]: () => folder.remove(),
  };
}

const jail = {
  mounts: [
    { from: '/a, "b"', to: '/submission' },
    { from: '/w', to: '/scratch', writable: true },
  ],
  folder: '/scratch',
  args: ['/kata/stub/stub.cjs'],
} as const;

test.runIf(process.platform !== 'win32')(
  'a container has no network, no privileges, no file of ours, and limits',
  async () => {
    await using engine = await withDocker();
    const before = process.env.PATH;
    process.env.PATH = `${engine.folder}:${before}`;
    try {
      const { args } = docker(jail);
      const options = args.slice(0, args.indexOf(IMAGE)).join(' ');
      for (const option of [
        '--network none',
        '--read-only',
        '--cap-drop ALL',
        '--security-opt no-new-privileges',
        '--pids-limit 32',
      ])
        expect(options).toContain(option);
      for (const option of [
        '--memory 512m',
        '--memory-swap 512m',
        '--pull never',
        'nofile=256',
        'fsize=16777216',
        'cpu=30:31',
      ])
        expect(options).toContain(option);
      expect(options).not.toMatch(/--privileged|--env|docker\.sock/);
      expect(options).not.toMatch(/--user 0/);
      expect(args).toContain('"type=bind","source=/a, ""b""","target=/submission","readonly"');
      expect(args).toContain('"type=bind","source=/w","target=/scratch"');
    } finally {
      process.env.PATH = before;
    }
  },
);

describe.runIf(missingPart('strong') === undefined)('with a stand-in for docker', { tags: 'long' }, () => {
  test('the channel goes over the standard streams: right passes, and what is printed does not mix with it', async () => {
    await using engine = await withDocker();
    await using right = await submission({
      'api/v1/app.ts': (content) => `${content}\nconsole.log('{"id":"x"}');\nprocess.stdout.write('plain');\n`,
    });
    const { status, stdout, stderr } = engine.check('0', '10', '--dir', right.folder, '--json');
    expect(stderr).toBe('');
    const report = JSON.parse(stdout) as Report;
    expect(report.sandbox).toBe('strong');
    expect(report.score).toBe(report.maxScore);
    expect(status).toBe(0);
    expect((await engine.asked()).map(([command]) => command)).toEqual(
      expect.arrayContaining(['version', 'image', 'run', 'rm']),
    );
  });

  test('a hang is ended with its container, and named', async () => {
    await using engine = await withDocker();
    await using hanging = await submission({
      'api/v1/app.ts': (content) =>
        content.replace(/export const app = .*\n/, (line) => `${line}app.use('/api', () => { for (;;); });\n`),
    });
    const { status, stdout } = engine.check('0', '--dir', hanging.folder, '--json');
    const report = JSON.parse(stdout) as Report;
    expect(report.tasks[0]?.checks.map(({ cause }) => cause)).toContain('timeout');
    expect(status).toBe(1);
    const containers = (await readdir(engine.folder)).filter((name) => name.endsWith('.pid'));
    const ids = await Promise.all(containers.map((name) => readFile(join(engine.folder, name), 'utf8')));
    expect(ids.length).toBeGreaterThan(2);
    expect(ids.filter((id) => existsSync(`/proc/${id}/cwd`))).toEqual([]);
  });

  test('an image that is not here is told with the command that gets it', async () => {
    await using engine = await withDocker();
    await writeFile(`${engine.record}.no-image`, '');
    const { status, stdout, stderr } = engine.check('0', '--dir', PROJECT.solutions);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `--sandbox strong is not to be had here: The image ${IMAGE} is not here. Get it: docker pull ${IMAGE}.\n`,
    });
  });
});
