import { join } from 'node:path';
import { PROJECT } from '../project.ts';
import type { Task, Trial } from '../tasks.ts';
import { originOf, type Place } from './place.ts';

/** The place that the lines in `task.ts` name. */
const WRITTEN_ORIGIN = 'http://127.0.0.1:5000';

/** Enough for a machine where only the learner logs in; and a restart takes no half second for one hash. */
const SCRYPT_COST = '12';

/** The learner's own model of users. */
export const USER_MODEL = join(PROJECT.workspace, 'models', 'user.ts');

export const DATABASE = join(PROJECT.derived, 'dev.db');

/** The environment of the learner's server in a task. What the learner sets in the shell goes first, also where it is empty. */
export function environmentOf(task: Task, { host, port }: Place, shell: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: `sqlite:${DATABASE}`,
    SCRYPT_COST,
    ...task.environment,
    ...shell,
    API_HOST: host,
    API_PORT: String(port),
    KATA_USER_MODEL: USER_MODEL,
  };
}

/** What to try in a task, on the server at this place. */
export function trialsOf({ tryIt }: Task, place: Place): Trial[] {
  return tryIt.map(({ line, answers }) => ({ line: line.replaceAll(WRITTEN_ORIGIN, originOf(place)), answers }));
}
