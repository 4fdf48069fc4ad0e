import { existsSync } from 'node:fs';
import { PROJECT } from '../project.ts';

/** Whether this is a learners' kit: the course is there, and cannot be read. */
export function isSealed(): boolean {
  return existsSync(PROJECT.sealed);
}
