import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { environmentOf, trialsOf } from '../dev/environment.ts';
import { demandFree, originOf, readPlace } from '../dev/place.ts';
import { runServer, SERVER_ENTRY } from '../dev/run.ts';
import { READY_USER } from '../dev/user.ts';
import { EXIT, UserError } from '../errors.ts';
import { PROJECT } from '../project.ts';
import { devLines } from '../reporters/dev.ts';
import { presentOrLast } from '../stages/present.ts';
import { loadTasks } from '../tasks.ts';

/** `kata dev`: the learner's own server as the present task needs it, until Ctrl-C. */
export async function dev(): Promise<number> {
  if (!existsSync(PROJECT.workspace))
    throw new UserError('There is no workspace yet. Run `npx kata start` to make it.');
  if (!existsSync(SERVER_ENTRY))
    throw new UserError('Your workspace has no main.ts. Put it back, or run `npx kata start`.');
  const task = presentOrLast(await loadTasks());
  const place = readPlace(process.env);
  await demandFree(place);
  await mkdir(PROJECT.derived, { recursive: true });
  const environment = environmentOf(task, place, process.env);
  const lines = devLines({
    task,
    origin: originOf(place),
    environment: pick(environment, Object.keys(task.environment)),
    user: READY_USER,
    trials: trialsOf(task, place),
  });
  console.log(lines.join('\n'));
  return (await runServer(environment)) ? EXIT.passed : EXIT.checker;
}

function pick(environment: NodeJS.ProcessEnv, names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, environment[name] ?? '']));
}
