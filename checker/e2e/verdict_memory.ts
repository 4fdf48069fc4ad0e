import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Judge, Judged } from '../grading/lanes.ts';
import { type Report, reportSchema } from '../grading/report.ts';
import { prune } from '../harness/prune.ts';
import { PROJECT } from '../project.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { VerdictKeys } from './verdict_key.ts';
import { warmLanes } from './warm.ts';

/** Verdicts of a few states of the project: more than the corpora of one of them come to. */
const KEPT = 6000;

/** A verdict that came of the machine as well may be another one the next time. */
const OF_THE_MOMENT: ReadonlySet<string | undefined> = new Set(['timeout', 'memory']);

let memory: Promise<VerdictMemory> | undefined;

/** Judges what must be judged, and remembers it in `.kata/verdicts/`. Nothing is remembered in CI, nor in the long forms. */
export const rememberingJudge: Judge = {
  judge: async (judged) => {
    const { CI, KATA_LONG, KATA_FRESH } = process.env;
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
 * submission, seed and checks, so one that is remembered is as good as one that is found anew.
 */
export class VerdictMemory implements Judge {
  #keys: Pick<VerdictKeys, 'keyOf'>;
  #judge: Judge;
  #folder: string;

  constructor(keys: Pick<VerdictKeys, 'keyOf'>, judge: Judge, folder: string) {
    this.#keys = keys;
    this.#judge = judge;
    this.#folder = folder;
  }

  /** The tasks that are not remembered are judged together. */
  async judge(judged: Judged): Promise<Report> {
    const asked = await Promise.all(
      judged.tasks.map(async (task) => {
        const key = await this.#keys.keyOf(judged, task);
        return { task, key, report: await this.#recall(key) };
      }),
    );
    const open = asked.filter(({ report }) => !report);
    if (open.length > 0) {
      const found = await this.#judge.judge({ ...judged, tasks: open.map(({ task }) => task) });
      for (const one of open) one.report = partOf(found, one.task);
      for (const { key, report } of open) if (report && lasts(report)) await this.#keep(key, report);
    }
    const report = whole(asked.flatMap(({ report }) => report ?? []));
    return { ...report, submission: basename(judged.folder) };
  }

  async #recall(key: string): Promise<Report | undefined> {
    const file = this.#fileOf(key);
    try {
      const report = reportSchema.parse(JSON.parse(gunzipSync(await readFile(file)).toString('utf8')));
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

/** What a report says of one of its tasks, as a report. */
function partOf(report: Report, { number }: Task): Report {
  return whole([{ ...report, tasks: report.tasks.filter((task) => task.number === number) }]);
}

/** One report of several on the same submission. */
function whole(parts: Report[]): Report {
  const [first] = parts;
  if (!first) throw new Error('No task was judged.');
  const tasks = parts.flatMap((part) => part.tasks);
  const sum = (points: 'score' | 'maxScore') => tasks.reduce((total, task) => total + task[points], 0);
  return { ...first, tasks, score: sum('score'), maxScore: sum('maxScore') };
}

function lasts({ tasks }: Report): boolean {
  const checks = tasks.flatMap((task) => task.checks);
  return !checks.some(({ outcome, cause }) => outcome === 'error' || OF_THE_MOMENT.has(cause));
}
