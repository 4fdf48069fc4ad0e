import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkWith } from '../grading/check_submission.ts';
import type { Check, Report } from '../grading/report.ts';
import { CheckRunner } from '../grading/run_checks.ts';
import { PROJECT } from '../project.ts';
import { finishedStage, starterOf } from '../stages/compose.ts';
import { writeMissing } from '../stages/workspace.ts';
import type { Task } from '../tasks.ts';
import type { Finding } from './finding.ts';

/** A starter (or the finished server, as the one after the last), judged by the checks of all tasks. */
export type JudgedStage = { number: number; folder: string; report: Report; errors: string[] };

const SEED = 1;

/** Absolute path of the folder with the composed starters. */
const STAGES = join(PROJECT.derived, 'stages');

/** Writes every starter and the finished server below `.kata/stages/`, anew. Gives the folders, the finished one last. */
export async function composeStages(tasks: Task[]): Promise<string[]> {
  await rm(STAGES, { recursive: true, force: true });
  const trees = [...tasks.map(({ number }) => starterOf(number, tasks)), finishedStage()];
  return Promise.all(
    trees.map(async (tree, number) => {
      const folder = join(STAGES, String(number).padStart(2, '0'));
      await writeMissing(folder, await tree);
      return folder;
    }),
  );
}

/** Judges every stage by every task. `told` hears of each stage when it is done. */
export async function judgeStages(
  folders: string[],
  tasks: Task[],
  told: (stage: JudgedStage) => void,
): Promise<JudgedStage[]> {
  const runner = await CheckRunner.start(tasks.map(({ checks }) => checks));
  const stages: JudgedStage[] = [];
  try {
    for (const [number, folder] of folders.entries()) {
      const checked = await checkWith(runner, { folder, tasks, seed: SEED, level: 'basic' });
      const stage = { number, folder, ...checked };
      stages.push(stage);
      told(stage);
    }
  } finally {
    await runner.close();
  }
  return stages;
}

/** Whether the checks of a task pass on a stage. */
export function passes(stage: JudgedStage, task: number): boolean {
  const checks = checksOf(stage, task);
  return checks.length > 0 && checks.every(({ outcome }) => outcome === 'passed');
}

/** What is wrong with the stages: a task passes exactly on the starters after it, and by its own doing. */
export function stageFindings(stages: JudgedStage[], tasks: Task[]): Finding[] {
  return stages.flatMap((stage) => [
    ...stage.errors.map((message) => ({ place: `starter ${stage.number}`, message })),
    ...tasks.flatMap(({ number }) => cellFindings(stage, number)),
  ]);
}

function cellFindings(stage: JudgedStage, task: number): Finding[] {
  const checks = checksOf(stage, task);
  const unjudged = checks
    .filter(({ outcome }) => outcome === 'error')
    .map((check) => finding(check, check.reason ?? 'has no verdict'));
  if (task < stage.number) return [...unjudged, ...broken(stage, checks)];
  const passing = passes(stage, task)
    ? [{ place: `task ${task}`, message: `passes on starter ${stage.number}, before it is done.` }]
    : [];
  return [...unjudged, ...passing, ...(task === stage.number ? ownFindings(checks) : [])];
}

/** An earlier task is done on this starter, so all its checks pass. */
function broken(stage: JudgedStage, checks: Check[]): Finding[] {
  const failed = checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'blocked');
  return failed.map((check) =>
    finding(check, `should pass on starter ${stage.number}: ${check.reason ?? check.outcome}`),
  );
}

/** On its own starter each check fails, or it proves nothing; and a guard passes, or it guards nothing. */
function ownFindings(checks: Check[]): Finding[] {
  return checks.flatMap((check) => {
    const passed = check.outcome === 'passed';
    if (passed && !check.guard)
      return [
        finding(check, 'passes on its own starter, so it proves nothing. Make it fail there, or mark it as a guard.'),
      ];
    if (!passed && check.guard) return [finding(check, `is a guard, and fails on its own starter: ${check.reason}`)];
    return [];
  });
}

function finding(check: Check, message: string): Finding {
  return { place: `check ${check.id} (${check.title})`, message };
}

function checksOf(stage: JudgedStage, task: number): Check[] {
  return stage.report.tasks.find(({ number }) => number === task)?.checks ?? [];
}
