import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { courseData, courseNames } from './course/course.ts';
import { PROJECT } from './project.ts';

/** The values of `AUTH_TYPE` that the finished server knows. */
export type AuthType = 'auth' | 'basic_auth' | 'session_auth' | 'session_exp_auth' | 'session_db_auth';

/** A line for a shell, and the status of the answer that the server gives to it once the task is done. */
export type Trial = { line: string; answers: number };

/** What a task's `task.ts` holds. Paths are relative to `solutions/`, with slashes. */
export type TaskDefinition = {
  /** As the curriculum names it. */
  title: string;
  /** What the task is worth: its checks share them. Those of all tasks are `COURSE_POINTS`. */
  points: number;
  /** Files that are there already, and change. */
  touches: readonly string[];
  /** Files that are new with this task. */
  creates: readonly string[];
  /** What the task adds to a class that several tasks work on. Its method, by the names that the contract gives. */
  member?: { file: string; of: string; name: string };
  /** Numbers of the tasks that this one builds on. */
  prerequisites: readonly number[];
  /** From the first nudge to the last step before the code itself. At least three. */
  hints: readonly [string, string, string, ...string[]];
  /** What `kata dev` sets for the learner's server. */
  environment: { AUTH_TYPE: AuthType; SESSION_DURATION?: string };
  /** What `kata dev` proposes to try, in this order, as its ready-made user. */
  tryIt: readonly Trial[];
};

export type Task = TaskDefinition & {
  number: number;
  /** Name of the folder: `07_new_view_for_session_authentication`. */
  name: string;
  /** Absolute paths: `data` is its `task.ts`. */
  folder: string;
  data: string;
  checks: string;
  starter: string;
  spec: string;
};

/** A requirement as its spec states it. */
export type Requirement = {
  id: string;
  /** Its words, in Markdown. */
  text: string;
  /** Where it stands: path of the spec from the root of the project, and the line. */
  place: string;
};

/** Gives a definition its type. */
export function defineTask(definition: TaskDefinition): TaskDefinition {
  return definition;
}

/** All tasks, in their order. */
export async function loadTasks(): Promise<Task[]> {
  const names = (await courseNames(PROJECT.tasks)).filter((name) => /^\d\d_/.test(name));
  return Promise.all(names.map(loadTask));
}

async function loadTask(name: string): Promise<Task> {
  const folder = join(PROJECT.tasks, name);
  const data = join(folder, 'task.ts');
  return {
    ...((await courseData(data)) as TaskDefinition),
    number: Number(name.slice(0, 2)),
    name,
    folder,
    data,
    checks: join(folder, 'checks.test.ts'),
    starter: join(folder, 'starter'),
    spec: join(folder, 'README.md'),
  };
}

/** The path of a task's spec from the root of the project, with slashes. */
export function specPath({ spec }: Pick<Task, 'spec'>): string {
  return relative(PROJECT.root, spec).split(sep).join('/');
}

/** What the specs of these tasks demand, by id, in the order in which it stands there. */
export async function loadRequirements(tasks: Pick<Task, 'spec'>[]): Promise<Map<string, Requirement>> {
  const lists = await Promise.all(tasks.map(async (task) => readRequirements(await readFile(task.spec, 'utf8'), task)));
  return new Map(lists.flat().map((requirement) => [requirement.id, requirement]));
}

function readRequirements(text: string, task: Pick<Task, 'spec'>): Requirement[] {
  return text.split('\n').flatMap((line, index) => {
    const starts = [...line.matchAll(/\*\*\[(\d+\.\d+)\]\*\*/g)];
    return starts.map((start, position) => ({
      id: start[1] as string,
      text: line.slice(start.index + start[0].length, starts[position + 1]?.index).trim(),
      place: `${specPath(task)}:${index + 1}`,
    }));
  });
}
