import { existsSync } from 'node:fs';
import { PROJECT } from '../project.ts';
import { check } from './check.ts';
import { start } from './start.ts';

/** `kata` alone: sets the workspace up where there is none, and checks once. */
export async function next(): Promise<number> {
  if (!existsSync(PROJECT.workspace)) await start();
  return check([], {});
}
