import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { isSealed } from './course/is_sealed.ts';
import { EXIT, UserError } from './errors.ts';
import { refuseInKit } from './full_only.ts';
import { kataVersion } from './grading/version.ts';
import { type Io, processIo, warn } from './io.ts';
import { incomplete } from './packages.ts';

/** The program: runs the command line in this process, and sets its exit code. */
export async function main(args: string[]): Promise<void> {
  // A listener takes the signal away from Node's inspector: a submission could open a debugger on us with it.
  if (process.platform !== 'win32') process.on('SIGUSR1', () => {});
  const io = processIo();
  // An error that nobody waited for is a fault of ours like any other. Vitest would say that a test failed.
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error) => process.exit(report(error, io)));
  process.exitCode = await cli(args, io);
}

/** Reads a command line, hands over to one command and gives the exit code. Dispatch only; throws nothing. */
export async function cli(args: string[], io: Io): Promise<number> {
  try {
    refuseInKit(args[0]);
    let code: number = EXIT.passed;
    const run = async (command: Promise<number>) => {
      code = await command;
    };
    await program(io, run).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return report(error, io);
  }
}

/** Takes a command that runs. */
type Run = (command: Promise<number>) => Promise<void>;

function program(io: Io, run: Run): Command {
  const kata = new Command('kata')
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .description('Build one Express session-authentication API in eleven tasks. Without a command: set up, then check.')
    .version(kataVersion())
    .exitOverride()
    .helpCommand(true)
    .usage('[command] [options]')
    .showHelpAfterError('Run `npx kata --help` to see what there is.')
    .argument('[command]')
    .option('--seed <number>', 'repeat the inputs of an earlier run')
    .enablePositionalOptions()
    .action(async (unknown: string | undefined, options: { seed?: string }) => {
      if (unknown !== undefined)
        throw new UserError(`There is no command "${unknown}". Run \`npx kata --help\` to see what there is.`);
      await run((await import('./commands/next.ts')).next(io, options));
    });
  kata
    .command('check')
    .description('check your work: all tasks up to the present one, or those that you name')
    .argument('[tasks...]', 'numbers or ranges: 4, 0-4')
    .option('--dir <source>', 'a submission elsewhere: a folder, .zip or .tar.gz; no progress is kept for it')
    .option('--all', 'show every failed check in full, not only the first ones')
    .option('--timeline', 'show what the failed checks did, step by step (with --all: every check)')
    .option('--json', 'print the report as JSON, and nothing else')
    .option('--seed <number>', 'repeat the inputs of an earlier run')
    .option('--sandbox <level>', 'auto, strong, basic or none; basic for your workspace, else auto')
    .action(async (tasks, options) => run((await import('./commands/check.ts')).check(io, tasks, options)));
  kata
    .command('start')
    .description('make the workspace, or add what the present task needs; never overwrites a file')
    .action(async () => run((await import('./commands/start.ts')).start(io)));
  addMoves(kata, io, run);
  kata
    .command('dev')
    .description('run your own server as the present task needs it, and restart it when you save')
    .action(async () => run((await import('./commands/dev.ts')).dev(io)));
  kata
    .command('doctor')
    .description('look whether the sandbox of this machine holds, and what would help')
    .action(async () => run((await import('./commands/doctor.ts')).doctor(io)));
  addFullOnly(kata, io, run);
  return kata;
}

/** What a learners' kit does not have, and does not list. */
function addFullOnly(kata: Command, io: Io, run: Run): void {
  const hidden = isSealed();
  kata
    .command('grade', { hidden })
    .description('grade a class: judge submissions, and write marks and reports')
    .argument('[sources...]', 'a folder of submissions, a submission, or an archive of one')
    .option('--out <folder>', 'a new folder for the results')
    .option('--jobs <number>', 'how many are judged at the same time; the cores of this machine')
    .option('--resume', 'go on with the run in --out: only what has changed since is judged again')
    .option('--seed <number>', 'the inputs of all checks; kept in the results')
    .option('--sandbox <level>', 'auto, strong, basic or none; auto')
    .option('--policy <file>', 'how points become marks: weights, tasks that count, late penalty; kept in the results')
    .option('--remark <folder>', 'mark the results in a folder anew, under another --policy; nothing is run')
    .option('--demo', 'grade a sample class, to see what comes of it')
    .action(async (sources, options) => run((await import('./commands/grade.ts')).grade(io, sources, options)));
  kata
    .command('verify', { hidden })
    .description('prove-read the course: every stage against every task (for authors)')
    .action(async () => run((await import('./commands/verify.ts')).verify(io)));
  kata
    .command('kit', { hidden })
    .description('make the repository that learners get, or bring one up to date (for instructors)')
    .argument('<out>', 'its folder: new, empty, or a kit')
    .action(async (out) => run((await import('./commands/kit.ts')).kit(io, out)));
}

/** How the learner moves through the course. */
function addMoves(kata: Command, io: Io, run: Run): void {
  kata
    .command('jump')
    .description('go to the start of a task; your workspace is saved first')
    .argument('<task>', 'its number')
    .action(async (task) => run((await import('./commands/jump.ts')).jump(io, task)));
  kata
    .command('reset')
    .description('put the files of the present task back as they were at its start, or go back to the start of a task')
    .argument('[task]', 'its number: then the whole workspace goes back')
    .action(async (task) => run((await import('./commands/reset.ts')).reset(io, task)));
  kata
    .command('restore')
    .description('list what was saved, or get it back')
    .argument('[name]', 'the name of a save')
    .action(async (name) => run((await import('./commands/restore.ts')).restore(io, name)));
  kata
    .command('diff')
    .description('show what you have changed since the present task started, or since another one did')
    .argument('[task]', 'its number')
    .action(async (task) => run((await import('./commands/diff.ts')).diff(io, task)));
  kata
    .command('hint')
    .description('show a hint for the present task, or for another one; one more each time')
    .argument('[task]', 'its number')
    .action(async (task) => run((await import('./commands/hint.ts')).hint(io, task)));
  kata
    .command('progress')
    .description('show the tasks, and where you stand')
    .action(async () => run((await import('./commands/progress.ts')).progress(io)));
  kata
    .command('solution')
    .description('show how the reference solves a task that you have passed')
    .argument('<task>', 'its number')
    .option('--spoil', 'show it although you have not passed the task')
    .action(async (task, options) => run((await import('./commands/solution.ts')).solution(io, task, options)));
}

/** Says what went wrong, and gives the exit code that stands for it. */
function report(error: unknown, io: Io): number {
  if (io.unread.aborted && error === io.unread.reason) return EXIT.unread;
  // commander has printed its own sentence already; its "errors" of code 0 are --help and --version.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  if (error instanceof UserError) {
    warn(io, error.message);
    return error.exitCode;
  }
  const missing = incomplete();
  warn(io, missing ?? `The checker could not do its work: ${error instanceof Error ? error.message : String(error)}`);
  if (missing !== undefined && !io.env.KATA_DEBUG) return EXIT.checker;
  warn(io, io.env.KATA_DEBUG ? inspect(error) : 'Run it again with KATA_DEBUG=1 to see where, and report it.');
  return EXIT.checker;
}
