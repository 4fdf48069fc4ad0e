import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { environmentOf, trialsOf } from '../dev/environment.ts';
import { demandFree, originOf, readPlace } from '../dev/place.ts';
import { runServer, serverEntry } from '../dev/run.ts';
import { READY_USER } from '../dev/user.ts';
import { EXIT, UserError } from '../errors.ts';
import { type Io, print } from '../io.ts';
import { demandComplete } from '../packages.ts';
import { devLines } from '../reporters/dev.ts';
import { presentOrLast } from '../stages/present.ts';
import { loadTasks } from '../tasks.ts';

/** `kata dev`: the learner's own server as the present task needs it, until Ctrl-C. */
export async function dev(io: Io): Promise<number> {
  const { home, env } = io;
  if (!existsSync(home.workspace)) throw new UserError('There is no workspace yet. Run `npx kata start` to make it.');
  if (!existsSync(serverEntry(home)))
    throw new UserError('Your workspace has no main.ts. Put it back, or run `npx kata start`.');
  demandComplete();
  const task = presentOrLast(home, await loadTasks());
  const place = readPlace(env);
  await demandFree(place);
  await mkdir(home.derived, { recursive: true });
  const environment = environmentOf(task, { home, place, shell: env });
  const lines = devLines({
    task,
    origin: originOf(place),
    environment: pick(environment, Object.keys(task.environment)),
    user: READY_USER,
    trials: trialsOf(task, place),
  });
  print(io, ...lines);
  return (await runServer(home, environment)) ? EXIT.passed : EXIT.checker;
}

function pick(environment: NodeJS.ProcessEnv, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, environment[name] ?? '']));
}
