import { existsSync } from 'node:fs';
import { EXIT } from '../errors.ts';
import { PROJECT } from '../project.ts';
import { check } from './check.ts';
import { readSeed } from './read_seed.ts';
import { start } from './start.ts';

/** `kata` alone: sets the workspace up where there is none; then the guided loop, or one check where there is no terminal. */
export async function next({ seed }: { seed?: string }): Promise<number> {
  if (!existsSync(PROJECT.workspace)) await start();
  if (!process.stdin.isTTY || !process.stdout.isTTY) return check([], seed === undefined ? {} : { seed });
  const { loop } = await import('./loop.ts');
  await loop(readSeed(seed));
  return EXIT.passed;
}
