import { readdir, rename, rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type Learner, learnerWithProgram } from './learner.ts';
import { missingPart } from './system_parts.ts';
import { Terminal } from './tmux.ts';

const RED = ['✗ not passed yet', { without: 'checking …' }];
const APP = 'api/v1/app.ts';
const LOOPS = 'for (;;) {}\n';

/** Starts the loop, and waits for the verdict of task 0. */
async function inLoop(terminal: Terminal): Promise<void> {
  await terminal.type('node checker/kata.mjs --seed 1; echo "code $?"');
  await terminal.shows('Task 0 ·', ...RED);
}

const MOMENTS: Record<string, (learner: Learner, terminal: Terminal) => Promise<unknown>> = {
  'while it starts': async (_learner, terminal) => {
    await terminal.type('node checker/kata.mjs --seed 1; echo "code $?"');
    await terminal.shows('Task 0 ·');
  },
  'while it waits': (_learner, terminal) => inLoop(terminal),
  'while it checks a server that loops': async (learner, terminal) => {
    await inLoop(terminal);
    await learner.append(APP, LOOPS);
    await terminal.shows('checking …');
  },
  'while it checks a server whose handlers loop': async (learner, terminal) => {
    await inLoop(terminal);
    const app = await learner.read(APP);
    await learner.write(APP, app.replace(/(export const app = .*\n)/, '$1app.use(() => { for (;;) {} });\n'));
    await terminal.shows('checking …');
  },
};

const WAYS: { way: string; code: number; end: (terminal: Terminal) => Promise<void> }[] = [
  { way: 'q', code: 0, end: (terminal) => terminal.press('q') },
  { way: 'Ctrl-C', code: 130, end: (terminal) => terminal.press('C-c') },
  { way: 'SIGTERM', code: 143, end: (terminal) => signal(terminal, 'SIGTERM') },
];

describe.runIf(missingPart('terminal') === undefined)('the end of the guided loop', () => {
  test.each(['TERM=dumb', 'env -u TERM', 'TERM='])('%s: a terminal that cannot show it gets one check', async (how) => {
    await using learner = await learnerWithProgram();
    await using terminal = await Terminal.open(learner.root, { rows: 200 });
    await terminal.type(`${how} node checker/kata.mjs --seed 1; echo "code $?"`);
    const screen = await terminal.shows('code 1');
    expect(screen).toContain('Task 0: “');
    expect(screen).toMatch(/\d+ of \d+ checks passed/);
    expect(screen).not.toContain('Press s to read');
  });

  const cases = Object.keys(MOMENTS).flatMap((moment) => WAYS.map((way) => ({ moment, ...way })));

  const isFirst = ({ moment, way }: (typeof cases)[number]) => moment === 'while it waits' && way === 'Ctrl-C';
  test.each(cases.filter(isFirst))('by $way $moment: the terminal is as before, and nothing is left', ends);
  test.each(cases.filter((one) => !isFirst(one)))(
    'by $way $moment: the terminal is as before, and nothing is left',
    { tags: 'long' },
    ends,
  );

  async function ends({ moment, code, end }: (typeof cases)[number]): Promise<void> {
    await using learner = await learnerWithProgram();
    await using terminal = await Terminal.open(learner.root);
    await MOMENTS[moment]?.(learner, terminal);
    await end(terminal);
    await terminal.shows(`code ${code}`);
    await nothingLeft(terminal);
    expect(await terminal.cursor()).toBe(true);
    await terminal.type('clear; stty -a');
    const modes = await terminal.shows('icanon');
    for (const mode of ['icanon', 'echo', 'isig', 'opost']) expect(modes).toMatch(new RegExp(`(?<!-)\\b${mode}\\b`));
    expect(await learner.state().catch(() => ({ present: 0 }))).toMatchObject({ present: 0 });
  }

  test.each(Object.keys(MOMENTS))('the window is closed %s: nothing is left', { tags: 'long' }, async (moment) => {
    await using learner = await learnerWithProgram();
    await using terminal = await Terminal.open(learner.root);
    await MOMENTS[moment]?.(learner, terminal);
    await terminal.hangUp();
    await nothingLeft(terminal);
  });

  test('a terminal without a size is drawn on as a usual one', { tags: 'long' }, async () => {
    await using learner = await learnerWithProgram();
    await using terminal = await Terminal.open(learner.root);
    await terminal.type('stty cols 0 rows 0; node checker/kata.mjs --seed 1; echo "code $?"');
    await terminal.shows('Task 0 ·', ...RED, 'q quit');
    await terminal.press('q');
    await terminal.shows('code 0');
  });

  test('the workspace, or its entry, may go away and come back', { tags: 'long' }, async () => {
    await using learner = await learnerWithProgram();
    await using terminal = await Terminal.open(learner.root);
    await inLoop(terminal);
    await rename(learner.path(APP), learner.path('app.txt'));
    await terminal.shows('Your workspace has no api/v1/app.ts.');
    await rename(learner.path('app.txt'), learner.path(APP));
    await terminal.shows(...RED);
    await rm(learner.path('.'), { recursive: true });
    await terminal.shows('Your workspace has no api/v1/app.ts.');
    expect((await learner.run('start')).code).toBe(0);
    await terminal.shows(...RED);
    await learner.write(APP, 'export const = 1;\n');
    await terminal.shows('api/v1/app.ts does not compile', 'TypeScript says, as advice');
    await terminal.press('q');
    await terminal.shows('code 0');
    await nothingLeft(terminal);
  });
});

async function signal(terminal: Terminal, name: NodeJS.Signals): Promise<void> {
  const [kata] = (await terminal.processes()).filter(({ command }) => command.includes('checker/kata.mjs'));
  process.kill(kata?.id as number, name);
}

async function nothingLeft(terminal: Terminal): Promise<void> {
  await expect.poll(() => terminal.processes(), { timeout: 10_000 }).toEqual([]);
  // What Node and tmux keep of their own is none of ours.
  const left = (await readdir(terminal.temporary)).filter((name) => name.startsWith('kata'));
  expect(left).toEqual([]);
}
