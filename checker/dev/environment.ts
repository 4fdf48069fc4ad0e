import { join } from 'node:path';
import type { Home } from '../project.ts';
import type { Task, Trial } from '../tasks.ts';
import { originOf, type Place } from './place.ts';

/** The place that the lines in `task.ts` name. */
const WRITTEN_ORIGIN = 'http://127.0.0.1:5000';

/** Enough for a machine where only the learner logs in; and a restart takes no half second for one hash. */
const SCRYPT_COST = '12';

/** Where the learner's own model of users is. */
export function userModel({ workspace }: Pick<Home, 'workspace'>): string {
  return join(workspace, 'models', 'user.ts');
}

type Circumstances = { home: Home; place: Place; shell: NodeJS.ProcessEnv };

/** The environment of the learner's server in a task. What the learner sets in the shell goes first, also where it is empty. */
export function environmentOf(task: Task, { home, place, shell }: Circumstances): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: `sqlite:${join(home.derived, 'dev.db')}`,
    SCRYPT_COST,
    ...task.environment,
    ...shell,
    API_HOST: place.host,
    API_PORT: String(place.port),
    KATA_USER_MODEL: userModel(home),
  };
}

/** What to try in a task, on the server at this place. */
export function trialsOf({ tryIt }: Task, place: Place): Trial[] {
  return tryIt.map(({ line, answers }) => ({ line: line.replaceAll(WRITTEN_ORIGIN, originOf(place)), answers }));
}
