import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Judge, Judged } from '../grading/lanes.ts';
import { type Report, reportSchema } from '../grading/report.ts';
import { prune } from '../harness/prune.ts';
import { PROJECT } from '../project.ts';
import { bestLevel } from '../sandbox/available.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { VerdictKeys } from './verdict_key.ts';
import { warmLanes } from './warm.ts';

/** Verdicts of a few states of the project: more than the corpora of one of them come to. */
const KEPT = 6000;

/** A verdict that also depends on the load of the machine may be another one the next time: deadlines, and memory. */
const OF_THE_MOMENT: ReadonlySet<string | undefined> = new Set(['timeout', 'memory', 'did not load']);

let memory: Promise<VerdictMemory> | undefined;

/**
 * Judges what must be judged, and remembers it in `.kata/verdicts/`. Nothing is remembered in CI, nor in the long forms. If no
 * level is named, the submission runs without a sandbox: it is one of ours, and a sandbox takes a sixth of the time. That
 * the level does not change a report is proved on right solutions; the long forms judge all at the best level.
 */
export const rememberingJudge: Judge = {
  judge: async (asked) => {
    const { CI, KATA_LONG, KATA_FRESH } = process.env;
    const judged = { level: KATA_LONG ? bestLevel() : ('none' as const), ...asked };
    if (CI || KATA_LONG || KATA_FRESH) return freshJudge.judge(judged);
    memory ??= openMemory();
    return (await memory).judge(judged);
  },
};

const freshJudge: Judge = { judge: async (judged) => (await warmLanes()).judge(judged) };

async function openMemory(): Promise<VerdictMemory> {
  const folder = join(PROJECT.derived, 'verdicts');
  await mkdir(folder, { recursive: true });
  await prune(folder, KEPT);
  return new VerdictMemory(await VerdictKeys.of(PROJECT.root, await loadTasks()), freshJudge, folder);
}

/**
 * Verdicts that were found before, one for each submission and task. Reports are the same to the byte for the same
 * submission, seed and checks, so one that is remembered is as good as one that is found anew. A task that was passed is
 * known by its own key, whatever else was judged with it. How a failure is told depends on the other tasks of the run (a
 * check is blocked, or not): it is known by the keys of all of them.
 */
export class VerdictMemory implements Judge {
  #keys: Pick<VerdictKeys, 'keysOf'>;
  #judge: Judge;
  #folder: string;

  constructor(keys: Pick<VerdictKeys, 'keysOf'>, judge: Judge, folder: string) {
    this.#keys = keys;
    this.#judge = judge;
    this.#folder = folder;
  }

  /** What is not remembered is judged: alone if it passes so, else with all that was asked for. */
  async judge(judged: Judged): Promise<Report> {
    const keys = await this.#keysOf(judged);
    const known = await Promise.all(
      keys.map(async ({ alone, among }) => (await this.#recall(alone)) ?? this.#recall(among)),
    );
    const open = judged.tasks.filter((_, index) => !known[index]);
    if (open.length === 0)
      return named(
        known.flatMap((report) => report ?? []),
        judged,
      );
    let found = await this.#judge.judge({ ...judged, tasks: open });
    const all = found.tasks.every(isPassed) ? open : judged.tasks;
    if (all.length > open.length) found = await this.#judge.judge(judged);
    // What was changed meanwhile may have been judged as it was before, or as it is now.
    const isStill = JSON.stringify(await this.#keysOf(judged)) === JSON.stringify(keys);
    const parts = judged.tasks.map((task, index) => {
      const { alone, among } = keys[index] as Keys;
      const part = all.includes(task) ? partOf(found, task) : (known[index] as Report);
      return { part, key: part.tasks.every(isPassed) ? alone : among };
    });
    if (isStill) for (const { key, part } of parts) if (lasts(part)) await this.#keep(key, part);
    return named(
      parts.map(({ part }) => part),
      judged,
    );
  }

  async #keysOf(judged: Judged): Promise<Keys[]> {
    const alone = await this.#keys.keysOf(judged);
    const together = createHash('sha256').update(alone.join('\n')).digest('hex');
    return alone.map((key) => ({ alone: key, among: `${key}-among-${together}` }));
  }

  async #recall(key: string): Promise<Report | undefined> {
    const file = this.#fileOf(key);
    try {
      const report = JSON.parse(gunzipSync(await readFile(file)).toString('utf8')) as Report;
      // The schema would put the keys into an order of its own.
      reportSchema.parse(report);
      await utimes(file, new Date(), new Date());
      return report;
    } catch {
      // Not there, or damaged: it is judged.
      return undefined;
    }
  }

  async #keep(key: string, report: Report): Promise<void> {
    const draft = join(this.#folder, `${randomUUID()}.draft`);
    await writeFile(draft, gzipSync(JSON.stringify(report)));
    await rename(draft, this.#fileOf(key));
  }

  #fileOf(key: string): string {
    return join(this.#folder, `${key}.json.gz`);
  }
}

/** By which a task is known: where it is passed, and else among the tasks that were judged with it. */
type Keys = { alone: string; among: string };

function isPassed({ checks }: Report['tasks'][number]): boolean {
  return checks.every(({ outcome }) => outcome === 'passed');
}

/** What a report says of one of its tasks, as a report. */
function partOf(report: Report, { number }: Task): Report {
  const tasks = report.tasks.filter((task) => task.number === number);
  // A task that was passed has none: the diagnostics are of others.
  return whole([{ ...report, tasks, ...(tasks.every(isPassed) && { diagnostics: [] }) }]);
}

/** One report of several on this submission. */
function named(parts: Report[], { folder }: Judged): Report {
  return { ...whole(parts), submission: basename(folder) };
}

/** One report of several on the same submission. */
function whole(parts: Report[]): Report {
  const [first] = parts;
  if (!first) throw new Error('No task was judged.');
  const tasks = parts.flatMap((part) => part.tasks);
  const sum = (points: 'score' | 'maxScore') => tasks.reduce((total, task) => total + task[points], 0);
  const { diagnostics } = parts.find((part) => part.diagnostics.length > 0) ?? first;
  return { ...first, tasks, score: sum('score'), maxScore: sum('maxScore'), diagnostics };
}

function lasts({ tasks }: Report): boolean {
  const checks = tasks.flatMap((task) => task.checks);
  // A blocked check does not say why what it waits for failed.
  return checks.every(({ outcome, cause }) => /^(?:passed|failed)$/.test(outcome) && !OF_THE_MOMENT.has(cause));
}
