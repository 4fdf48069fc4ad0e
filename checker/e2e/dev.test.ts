import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, copyFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { finishedStage, stageBefore, starterOf } from '../stages/compose.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { freePort } from './free_port.ts';
import { type Learner, learnerWithProgram } from './learner.ts';

const tasks = await loadTasks();
const LOGIN = ['-u', 'learner@example.com:sunny-day-42'];

type Running = { child: ChildProcess; output: () => string; port: number };

const running = new Set<Running>();
afterEach(async () => {
  for (const { child } of running) await stop(child, 'SIGTERM');
  running.clear();
});

async function dev({ root }: Learner, env: Record<string, string> = {}, node = process.execPath): Promise<Running> {
  const port = await freePort();
  const child = spawn(node, [join(root, 'checker/kata.mjs'), 'dev'], {
    cwd: root,
    env: { ...process.env, API_PORT: String(port), ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const started = { child, port, output: () => text };
  running.add(started);
  return started;
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** Waits until something holds; the output of the program tells why it does not. */
async function until(what: () => boolean | Promise<boolean>, { output }: Running): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error(`It did not come about. The program printed:\n${output()}`);
    await sleep(50);
  }
}

const listens = (server: Running, times = 1) =>
  until(() => server.output().split('The API listens on').length > times, server);

/** The status of the answer to a line for the shell. */
function statusOf(line: string, cwd: string): Promise<number> {
  return new Promise((resolve) => {
    execFile('sh', ['-c', line], { cwd }, (_error, stdout) => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(stdout)?.[1])));
  });
}

async function processesIn(root: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile('ps', ['-eo', 'args'], (_error, stdout) => resolve(stdout));
  return (await promise)
    .split('\n')
    .filter((line) => line.includes(root))
    .join('\n');
}

test('the server starts with a user, restarts on save, outlives a typing error, and ends without a trace', async () => {
  await using learner = await learnerWithProgram();
  await learner.run('jump', '1');
  const server = await dev(learner, { AUTH_TYPE: 'basic_auth' });
  await listens(server);
  const me = `curl -si ${LOGIN.join(' ')} http://127.0.0.1:${server.port}/api/v1/users/me`;
  expect(await statusOf(me, learner.root)).toBe(200);

  const status = 'api/v1/views/status.ts';
  const source = await learner.read(status);
  await learner.write(status, 'const (');
  await until(() => server.output().includes('status.ts:1:6: ERROR'), server);
  await learner.write(status, source.replace("'OK'", "'fine'"));
  await listens(server, 2);
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/status`);
  expect(await answer.json()).toEqual({ status: 'fine' });
  expect(await statusOf(me, learner.root)).toBe(200);

  const started = performance.now();
  await stop(server.child, 'SIGINT');
  expect(performance.now() - started).toBeLessThan(3_000);
  expect(server.child.exitCode).toBe(0);
  expect(await processesIn(learner.root)).toBe('');
  await expect(fetch(`http://127.0.0.1:${server.port}/api/v1/status`)).rejects.toThrow();
});

test('a server that heeds no signal, and what it has started, end all the same', { tags: 'long' }, async () => {
  await using learner = await learnerWithProgram();
  await learner.run('start');
  await learner.append(
    'main.ts',
    `\nimport { spawn } from 'node:child_process';
     for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
     spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)', '${learner.root}']);\n`,
  );
  const server = await dev(learner);
  await listens(server);
  expect(await processesIn(learner.root)).toContain('setInterval');
  await stop(server.child, 'SIGTERM');
  expect(await processesIn(learner.root)).toBe('');
});

test('started by another Node, it ends with the launcher', { tags: 'long' }, async () => {
  await using learner = await learnerWithProgram();
  await learner.run('start');
  const other = join(learner.root, 'node-of-the-machine');
  await copyFile(process.execPath, other, constants.COPYFILE_FICLONE);
  const server = await dev(learner, {}, other);
  await listens(server);
  expect((await processesIn(learner.root)).split('\n').length).toBeGreaterThan(2);
  await stop(server.child, 'SIGTERM');
  expect(server.child.exitCode).toBe(0);
  expect(await processesIn(learner.root)).toBe('');
});

test('killed, it leaves nothing behind', { tags: 'long' }, async () => {
  await using learner = await learnerWithProgram();
  await learner.run('start');
  const server = await dev(learner);
  await listens(server);
  await stop(server.child, 'SIGKILL');
  await until(async () => (await processesIn(learner.root)) === '', server);
});

test('a taken port, a wrong port and a missing main.ts are told in one sentence', { tags: 'long' }, async () => {
  await using learner = await learnerWithProgram();
  await learner.run('start');
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const told = async (API_PORT: string) => {
    const server = await dev(learner, { API_PORT });
    await once(server.child, 'close');
    return [server.child.exitCode, server.output()];
  };
  try {
    expect(await told(String(port))).toEqual([2, expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is taken .*\n$/)]);
  } finally {
    taken.close();
  }
  expect(await told('web')).toEqual([2, expect.stringMatching(/^API_PORT must be a whole number .*\n$/)]);
  await rm(learner.path('main.ts'));
  expect(await told('5000')).toEqual([2, expect.stringMatching(/^Your workspace has no main\.ts\. .*\n$/)]);
});

/** The task whose lines `npm test` tries: it has a log-in. */
const FIRST = 7;

const PROMISE =
  'task $number: its environment starts its stages, and the lines to try get the answers that it promises';
test.each(tasks.filter(({ number }) => number === FIRST))(PROMISE, keepsItsPromise);
test.each(tasks.filter(({ number }) => number !== FIRST))(PROMISE, { tags: 'long' }, keepsItsPromise);

async function keepsItsPromise(task: Task): Promise<void> {
  await using learner = await learnerWithProgram();
  await learner.run('jump', String(task.number));
  const starter = await dev(learner);
  // A task that adds a kind of authentication starts without it, and the server says so.
  const table = (await starterOf(task.number, tasks)).get('api/v1/auth/index.ts')?.toString();
  const first = table?.includes(`'${task.environment.AUTH_TYPE}'`) ? 'The API listens on' : 'but must be one of';
  await until(() => starter.output().includes(first), starter);
  await stop(starter.child, 'SIGINT');

  const done = task === tasks.at(-1) ? await finishedStage() : await stageBefore(task.number + 1, tasks);
  for (const [name, content] of done) await learner.write(name, content.toString());
  const server = await dev(learner);
  await listens(server);
  const lines = [...server.output().matchAll(/^ {2}(\d{3}) {2}(.*curl .*)$/gm)];
  expect(lines).toHaveLength(task.tryIt.length);
  const answers = [];
  for (const [, , line = ''] of lines) answers.push(`${await statusOf(line, learner.root)}  ${line}`);
  expect(answers).toEqual(lines.map(([, status, line]) => `${status}  ${line}`));
}
