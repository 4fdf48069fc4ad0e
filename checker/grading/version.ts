import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';

/** The version of the kata, from package.json. */
export function kataVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT.root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
