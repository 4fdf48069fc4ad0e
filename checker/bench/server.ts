import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';
import { currentUser } from './servers/current_user.ts';
import { loginStorm } from './servers/login_storm.ts';
import { manySessions } from './servers/many_sessions.ts';

/** The second half of `npm run bench`: how fast the finished server is, beside what others would have built. */

mkdirSync(PROJECT.derived, { recursive: true });
const scratch = mkdtempSync(join(PROJECT.derived, 'bench-server-'));
try {
  const tables = {
    currentUser: await currentUser(scratch),
    manySessions: await manySessions(scratch),
    loginStorm: await loginStorm(),
  };
  for (const rows of Object.values(tables)) console.table(rows);
  const file = join(PROJECT.derived, 'bench_server.json');
  const header = { runtime: process.version, cores: availableParallelism() };
  writeFileSync(file, `${JSON.stringify({ ...header, ...tables }, null, 2)}\n`);
  console.log(`The figures are in ${file}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
