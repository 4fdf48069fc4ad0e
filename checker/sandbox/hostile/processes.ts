import { atImport, inHandler } from './base.ts';
import { always, type Hostile } from './fixture.ts';

/** Two processes more for each, five levels deep: never more than 63, also where nothing holds them. */
const FORK_BOMB = `
const { spawn } = await import('node:child_process');
const code = "const { spawn } = require('node:child_process'); const level = Number(process.argv[1]); " +
  "if (level > 0) for (let i = 0; i < 2; i += 1) try { spawn(process.execPath, ['-e', process.env.CODE, String(level - 1)], { env: process.env, detached: true, stdio: 'ignore' }).on('error', () => {}).unref(); } catch {} " +
  "setTimeout(() => {}, 30000);";
for (let i = 0; i < 2; i += 1) spawn(process.execPath, ['-e', code, '4'], { env: { CODE: code }, detached: true, stdio: 'ignore' }).on('error', () => {}).unref();
await new Promise((resolve) => setTimeout(resolve, 30_000));
`;

/** A process that was started by one that has ended belongs to nobody. It keeps the outputs open as well. */
const DAEMON = `
const { spawn } = await import('node:child_process');
const daemon = 'setTimeout(() => {}, 60000);';
const middle = "require('node:child_process').spawn(process.execPath, ['-e', " + JSON.stringify(daemon) + "], { detached: true, stdio: 'inherit' }).unref();";
spawn(process.execPath, ['-e', middle], { detached: true, stdio: 'inherit' });
await new Promise((resolve) => setTimeout(resolve, 1500));
throw new Error('a daemon is there');
`;

/** Only its own parent, and never process 1: the attack must not reach further than the checker that started it. */
const KILL_PARENT = `
if (process.ppid > 1) process.kill(process.ppid, 'SIGKILL');
await new Promise((resolve) => setTimeout(resolve, 1000));
throw new Error('the parent could not be killed, or was nobody');
`;
const DEBUG_PARENT = `
if (process.ppid > 1) {
  try { process.kill(process.ppid, 'SIGUSR1'); } catch {}
  try { (process as any)._debugProcess(process.ppid); } catch {}
}
await new Promise((resolve) => setTimeout(resolve, 1000));
`;

/** Runs code in a child of a process that only waits: the parent that may be lost. */
const underParent = (code: string): string => `
const { spawn } = await import('node:child_process');
process.removeAllListeners('SIGUSR1');
spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(code.replaceAll('(process as any)', 'process'))}], { stdio: 'inherit' }).on('exit', () => process.exit(0));
setTimeout(() => process.exit(0), 10_000);
`;

/** Other processes: those that it starts, and those that were there before. */
export const PROCESSES: Hostile[] = [
  {
    name: 'is a fork bomb',
    what: 'Processes that start processes. None may be started.',
    changes: atImport(FORK_BOMB),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: '--allow-child-process', file: 'api/v1/app.ts' } }),
  },
  {
    name: 'leaves a daemon',
    what: 'A process that was started by one that has ended.',
    changes: atImport(DAEMON),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: '--allow-child-process', file: 'api/v1/app.ts' } }),
    fires: { code: DAEMON, reached: ['survivors'] },
  },
  {
    name: 'kills its parent at import',
    what: 'A process sends signals to nobody but itself. At `strong` its parent is nobody.',
    changes: atImport(KILL_PARENT),
    tasks: ['2'],
    expected: {
      basic: { score: 'none gained', causes: ['did not load'], error: { message: 'EPERM', file: 'api/v1/app.ts' } },
      strong: { score: 'none gained', causes: ['did not load'], error: { message: 'or was nobody', file: 'api/v1/app.ts' } },
    },
    fires: { code: underParent(KILL_PARENT), reached: ['parent'] },
  },
  {
    name: 'kills its parent in a handler',
    what: 'Then it would be a test worker that is killed.',
    changes: inHandler('/api/v1/users/me', KILL_PARENT),
    tasks: ['0'],
    expected: always({ score: 'none gained', causes: ['crashed', 'assertion', 'timeout'] }),
  },
  {
    name: 'takes the processor from others',
    what: 'The priority of another process is set by its number.',
    changes: atImport("(await import('node:os')).setPriority(process.ppid, 19);"),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'os.setPriority', file: 'api/v1/app.ts' } }),
  },
  {
    name: 'stops its parent',
    what: 'A parent that stands still hears nothing: no end, no deadline of its own.',
    changes: atImport("process.kill(process.ppid, 'SIGSTOP');"),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'EPERM', file: 'api/v1/app.ts' } }),
  },
  {
    name: 'ends itself by a signal that nobody can catch',
    what: 'It looks like a crash, and not like a signal that somebody else sent.',
    changes: inHandler('/api/v1/users/me', "process.kill(process.pid, 'SIGKILL');"),
    tasks: ['0'],
    expected: always({ score: 'none gained', causes: ['crashed'] }),
  },
  {
    name: 'opens a debugger on its parent',
    what: 'A signal makes a Node process listen for a debugger, unless it was started not to.',
    changes: atImport(DEBUG_PARENT),
    tasks: ['2'],
    expected: always({ score: 'full' }),
    fires: { code: underParent(DEBUG_PARENT), reached: ['debugger'] },
  },
  {
    name: 'opens a debugger on a test worker',
    what: 'The same in a handler, when the parent is the process that judges.',
    changes: inHandler('/api/v1/status', `next();\n${DEBUG_PARENT}`),
    tasks: ['0'],
    expected: always({ score: 'full' }),
  },
  {
    name: 'ends the processes beside it',
    what: 'A signal to every number that might be one of its siblings: the two below its own. In a sandbox these are its own.',
    changes: atImport(`
for (const id of [process.pid - 1, process.pid - 2]) {
  try { if (id > 1 && process.cwd() === '/scratch') process.kill(id, 'SIGKILL'); } catch {}
}
`),
    tasks: ['2'],
    expected: { basic: { score: 'full' }, strong: { score: 'full' } },
  },
];
