import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, link, mkdtempDisposable, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import { PROJECT } from '../project.ts';
import { sendSignal } from '../send_signal.ts';
import { missingPart } from './system_parts.ts';

const LAUNCHER = join(PROJECT.root, 'checker', 'kata.mjs');
const LOOPS = 'app.use((_request, _response) => { for (;;) {} });\n';

/** Ways in which the program is started: on its own Node, in the place of its launcher, and beside it. */
const WAYS = {
  'on the locked Node': { own: true, flags: [] },
  'by a launcher on another Node': { own: false, flags: [] },
  'by a launcher on a Node that cannot be replaced': {
    own: false,
    flags: ['--import', 'data:text/javascript,delete process.execve'],
  },
};

describe.runIf(missingPart('strong') === undefined)('killing the checker leaves no process behind', () => {
  test.each(Object.entries(WAYS))('%s', { tags: 'long' }, async (_way, { own, flags }) => {
    await using folder = await mkdtempDisposable(join(PROJECT.derived, 'killed-'));
    // As root, submissions are another user.
    await chmod(folder.path, 0o755);
    // The same program under another name is another Node to the launcher.
    const other = join(folder.path, 'node');
    await link(process.execPath, other);
    await using looping = await submission({
      'api/v1/app.ts': (content) => content.replace(/export const app = .*\n/, (line) => line + LOOPS),
    });
    const args = [...flags, LAUNCHER, 'check', '0-4', '--dir', looping.folder, '--sandbox', 'strong'];
    const checker = spawn(own ? process.execPath : other, args, {
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: folder.path },
    });
    let processes: number[] = [];
    try {
      processes = await untilConfined(checker, folder.path);
      checker.kill('SIGKILL');
      await once(checker, 'exit');
      await expect.poll(() => alive(processes), { timeout: 5000, interval: 20 }).toEqual([]);
    } finally {
      checker.kill('SIGKILL');
      for (const id of await alive(processes)) sendSignal(id, 'SIGKILL');
    }
  });
});

/** All processes below the checker, as soon as its test workers run submissions. Sandboxes are known by what they have mounted. */
async function untilConfined(checker: ChildProcess, folder: string): Promise<number[]> {
  const until = performance.now() + 30_000;
  while (performance.now() < until) {
    const below = await descendants(checker.pid as number);
    const confined = await Promise.all(below.map((id) => isConfined(id, folder)));
    if (confined.filter(Boolean).length > 1) return below;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('No submission was started.');
}

async function descendants(id: number): Promise<number[]> {
  const threads = await readdir(`/proc/${id}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${id}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  const children = lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  return [...children, ...(await Promise.all(children.map(descendants))).flat()];
}

async function isConfined(id: number, folder: string): Promise<boolean> {
  const mounts = await readFile(`/proc/${id}/mountinfo`, 'utf8').catch(() => '');
  const program = await readlink(`/proc/${id}/exe`).catch(() => '');
  return mounts.includes(folder) && program.endsWith('node');
}

async function alive(ids: number[]): Promise<number[]> {
  const states = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')));
  // A process that has ended stays in the table until its parent asks for it.
  return ids.filter((_, index) => states[index] && !/\) [ZX] /.test(states[index]));
}
