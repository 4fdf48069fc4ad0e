import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';
import { flakes } from './flakes.ts';

/**
 * `npm run flakes -- 1000`: whether the same server gets the same verdict every time. Ends with 1 where it does not; the seed,
 * the conditions and all output of each such run are then kept in `.kata/flakes/`.
 */

const [text = '50'] = process.argv.slice(2);
const count = Number(text);
if (!/^\d+$/.test(text) || count < 1) {
  console.error(`How many runs? "${text}" is no whole number above 0. For example: npm run flakes -- 50`);
  process.exit(2);
}

const kept = join(PROJECT.derived, 'flakes');
rmSync(kept, { recursive: true, force: true });
mkdirSync(kept, { recursive: true });
const lines: string[] = [];
const found = await flakes(count, ({ number, seed, level, zone, locale }, result) => {
  const line = `run ${number}: seed ${seed}, ${level}, ${zone}, ${locale}: ${result}`;
  lines.push(line);
  console.log(line);
});
for (const flake of found.flakes)
  writeFileSync(join(kept, `run-${flake.number}.json`), `${JSON.stringify(flake, null, 2)}\n`);
writeFileSync(join(kept, 'log.txt'), `${lines.join('\n')}\n`);
const { runs, same, minutes } = found;
writeFileSync(join(PROJECT.derived, 'flakes.json'), `${JSON.stringify({ runs, same, minutes }, null, 2)}\n`);
console.log(
  `${same} of ${runs} runs came to the same, in ${minutes.toFixed(1)} min. The log is in ${join(kept, 'log.txt')}`,
);
process.exitCode = same === runs ? 0 : 1;
