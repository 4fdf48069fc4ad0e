import type { Task, Trial } from '../tasks.ts';

export type DevFacts = {
  task: Pick<Task, 'number' | 'title'>;
  origin: string;
  /** What the server gets of the task's environment. */
  environment: Record<string, string>;
  user: { email: string; password: string };
  trials: Trial[];
};

/** What a learner needs to know of the server that starts now. */
export function devLines({ task, origin, environment, user, trials }: DevFacts): string[] {
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [
    `Your server for task ${task.number}, “${task.title}”: ${origin}, with ${settings.join(' ')}.`,
    'It starts again when you save a file. Ctrl-C ends it.',
    `A user is ready: ${user.email}, password ${user.password}.`,
    '',
    'Try these lines in a second terminal. When the task is done, the answers have these codes:',
    ...trials.map(({ line, answers }) => `  ${answers}  ${line}`),
    '',
  ];
}
