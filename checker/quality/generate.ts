import { Instrumenter } from '@stryker-mutator/instrumenter';
import { type FileTree, finishedStage, stageBefore } from '../stages/compose.ts';
import { diffTrees } from '../stages/diff.ts';
import type { Task } from '../tasks.ts';
import type { Mutant } from './mutant.ts';

/** A mutant that Stryker made. */
export type GeneratedMutant = Mutant & {
  file: string;
  /** The lines that it changes, as they stand in the finished server, and as the mutant has them. Outer blanks left out. */
  original: string;
  changed: string;
  /** What switches it on in the instrumented server. */
  environment: Record<string, string>;
};

/** The variable by which code that Stryker instrumented knows its active mutant. */
const ACTIVE_MUTANT = '__STRYKER_ACTIVE_MUTANT__';

type Position = { line: number; column: number };

/**
 * All that Stryker's mutators find in the files that a task touches or creates: the finished server with every mutant in it, each
 * behind a switch, and what each is.
 */
export async function generateMutants(tasks: Task[]): Promise<{ server: FileTree; mutants: GeneratedMutant[] }> {
  const finished = await finishedStage();
  const names = [...new Set(tasks.flatMap(({ touches, creates }) => [...touches, ...creates]))].sort();
  const files = names.map((name) => ({ name, content: String(finished.get(name)), mutate: true as const }));
  const instrumented = await new Instrumenter(silent()).instrument(files, {
    ignorers: [],
    plugins: null,
    excludedMutations: [],
  });
  const server = new Map(finished);
  for (const { name, content } of instrumented.files) server.set(name, Buffer.from(content));
  const stages = await stagesOf(tasks);
  const mutants = instrumented.mutants.map((mutant) => {
    const { id, fileName, mutatorName, replacement, location } = mutant;
    const lines = String(finished.get(fileName)).split('\n');
    const { start, end } = location;
    const original = lines.slice(start.line, end.line + 1).join('\n');
    const changed = replaced(original, { start, end }, replacement);
    return {
      name: `${fileName}:${start.line + 1}:${start.column + 1} ${mutatorName} ${id}`,
      task: taskOf(fileName, { lines: original, before: lines.slice(0, start.line).join('\n') }, stages),
      change: patchOf(fileName, lines, { start, end, changed }),
      file: fileName,
      original: original.trim(),
      changed: changed.trim(),
      environment: { [ACTIVE_MUTANT]: id },
    };
  });
  return { server, mutants };
}

type Stage = { task: number | null; tree: FileTree };

/** The server as it is before the first task, and after each. */
async function stagesOf(tasks: Task[]): Promise<Stage[]> {
  const after = tasks.map(async ({ number }) => ({ task: number, tree: await stageBefore(number + 1, tasks) }));
  return [{ task: null, tree: await stageBefore(0, tasks) }, ...(await Promise.all(after))];
}

/** The task that brought these lines: the first after which they stand in the file as often as up to here. */
function taskOf(file: string, { lines, before }: { lines: string; before: string }, stages: Stage[]): number | null {
  const often = timesIn(before, lines) + 1;
  const first = stages.find(({ tree }) => timesIn(String(tree.get(file) ?? ''), lines) >= often);
  if (!first) throw new Error(`No stage has these lines in ${file}:\n${lines}`);
  return first.task;
}

function timesIn(text: string, part: string): number {
  return text.split(part).length - 1;
}

function replaced(lines: string, { start, end }: { start: Position; end: Position }, replacement: string): string {
  const last = lines.split('\n').at(-1) as string;
  return lines.slice(0, start.column) + replacement + last.slice(end.column);
}

function patchOf(
  name: string,
  lines: string[],
  { start, end, changed }: { start: Position; end: Position; changed: string },
): string {
  const after = [...lines.slice(0, start.line), changed, ...lines.slice(end.line + 1)];
  const [diff] = diffTrees(tree(name, lines), tree(name, after));
  return diff?.lines.join('\n') ?? '';
}

function tree(name: string, lines: string[]): FileTree {
  return new Map([[name, Buffer.from(lines.join('\n'))]]);
}

/** Stryker tells its loggers what it does. */
function silent(): ConstructorParameters<typeof Instrumenter>[0] {
  const off = () => false;
  const nothing = () => {};
  return {
    isTraceEnabled: off,
    isDebugEnabled: off,
    isInfoEnabled: off,
    isWarnEnabled: off,
    isErrorEnabled: off,
    isFatalEnabled: off,
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    fatal: nothing,
  };
}
