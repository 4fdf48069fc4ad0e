// @module-tag long
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type FileTree, readTree, stageBefore } from '../stages/compose.ts';
import { loadTasks } from '../tasks.ts';
import { type Learner, learnerWithProgram } from './learner.ts';

/** So many kills in the suite; KATA_KILLS asks for more. */
const KILLS = Number(process.env.KATA_KILLS ?? 10);

const WRITERS: string[][] = [['jump', '7'], ['reset'], ['reset', '0'], ['check'], ['hint']];

/** A run writes for about so long. */
const WRITING_MS = 30;

const DRAFT = /\.kata-draft-[0-9a-f]{12}$/;

const tasks = await loadTasks();

/** A learner who has done task 0, changed other files, and added one of their own. */
async function prepare(learner: Learner): Promise<void> {
  await learner.run('start');
  for (const path of tasks[0]?.touches ?? [])
    await learner.write(path, `${(await stageBefore(1, tasks)).get(path)}// mine\n`);
  await learner.append('models/user.ts', '// mine too\n');
  await learner.write('notes.txt', 'only mine\n');
  const cors = (await learner.read('api/v1/cors.ts')).replaceAll('\n', '\r\n');
  await learner.write('api/v1/cors.ts', cors);
}

/** When a run is killed: so many milliseconds after it started, or after it wrote for the first time. */
type Moment = { after: 'start' | 'first write'; milliseconds: number };

/** Runs a command to its end, or until it is killed. Gives how long it ran, and whether it was killed. */
async function run(root: string, args: string[], moment?: Moment): Promise<{ milliseconds: number; killed: boolean }> {
  const started = performance.now();
  const wrote = firstWrite(join(root, '.kata'));
  const child = spawn(process.execPath, [join(root, 'checker/kata.mjs'), ...args], { cwd: root, stdio: 'ignore' });
  const ended = once(child, 'exit');
  if (moment) {
    if (moment.after === 'first write') await Promise.race([ended, wrote.seen]);
    await Promise.race([ended, sleep(moment.milliseconds)]);
    child.kill('SIGKILL');
  }
  const [, signal] = await ended;
  wrote.close();
  return { milliseconds: performance.now() - started, killed: signal === 'SIGKILL' };
}

/** Tells when something other than the cache is written in `.kata/`: the first save, a start, the state. */
function firstWrite(folder: string): { seen: Promise<void>; close: () => void } {
  const { promise: seen, resolve } = Promise.withResolvers<void>();
  const tell = (_event: string, name: string | null) => (name === 'cache' ? undefined : resolve());
  const watchers = [folder, join(folder, 'starts')].map((place) => watch(place, tell));
  return { seen, close: () => watchers.forEach((watcher) => void watcher.close()) };
}

const text = (tree: FileTree) => Object.fromEntries([...tree].map(([name, content]) => [name, content.toString()]));

test('kill -9 at any moment: the state is readable, each file is old or new, and the old one can be had back', {
  timeout: 60_000 + KILLS * 8_000,
}, async () => {
  await using learner = await learnerWithProgram();
  await prepare(learner);
  const original = join(learner.root, 'original');
  for (const room of ['workspace', '.kata'])
    await cp(join(learner.root, room), join(original, room), { recursive: true });
  const goBack = async () => {
    for (const room of ['workspace', '.kata']) {
      await rm(join(learner.root, room), { recursive: true, force: true });
      await cp(join(original, room), join(learner.root, room), { recursive: true });
    }
  };
  const before = text(await learner.files());

  const outcomes = [];
  for (const args of WRITERS) {
    await goBack();
    const whole = await run(learner.root, args);
    outcomes.push({ args, after: text(await learner.files()), milliseconds: whole.milliseconds });
  }

  let killed = 0;
  let halfWay = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const { args, after, milliseconds } = outcomes[kill % outcomes.length] as (typeof outcomes)[number];
    await goBack();
    // Any moment; and every second time one of those in which it writes, since most of a run is reading.
    const moment: Moment =
      kill % 2 === 0
        ? { after: 'start', milliseconds: Math.random() * milliseconds }
        : { after: 'first write', milliseconds: Math.random() * WRITING_MS };
    if ((await run(learner.root, args, moment)).killed) killed++;
    const where = `kata ${args.join(' ')}, killed ${Math.round(moment.milliseconds)} ms after ${moment.after}`;

    const now = text(new Map([...(await learner.files())].filter(([name]) => !DRAFT.test(name))));
    const saves = await Promise.all(
      (await readdir(join(learner.root, '.kata', 'saved')).catch(() => []))
        .filter((name) => !name.startsWith('.'))
        .map(async (name) => text(await readTree(join(learner.root, '.kata', 'saved', name, 'workspace')))),
    );
    const entries = await readdir(learner.root, { recursive: true });
    const drafts = entries.some((name) => DRAFT.test(name) || /saved.\.draft-/.test(name));
    const unlike = (other: Record<string, string>) => JSON.stringify(now) !== JSON.stringify(other);
    if (drafts || (unlike(before) && unlike(after)) || (saves.length > 0 && unlike(after))) halfWay++;
    for (const name of new Set([...Object.keys(before), ...Object.keys(now)]))
      expect([before[name], after[name]], `${where}: ${name}`).toContain(now[name]);
    if (JSON.stringify(now) !== JSON.stringify({ ...now, ...before })) expect(saves, where).toContainEqual(before);

    const { code, stdout, stderr } = await learner.run('progress');
    expect({ code, stderr }, where).toEqual({ code: 0, stderr: '' });
    expect(stdout, where).toContain('you are here');

    // The next run does the whole of it, and leaves nothing half done behind.
    await run(learner.root, args);
    if (args[0] === 'jump' || args[0] === 'reset') expect(text(await learner.files()), where).toEqual(after);
  }
  console.log(`${killed} of ${KILLS} runs were killed before they ended, ${halfWay} of them half way through writing`);
  expect(killed).toBeGreaterThan(KILLS / 4);
});
