import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { strongAvailability } from '../sandbox/available.ts';
import { isRoot, UNUSED_USER } from '../sandbox/level.ts';
import { browserPath, officePath, postgresFolder } from './system_programs.ts';

/** Parts of the system that npm does not bring. Tests of them run where they are; `KATA_REQUIRE` names those that must be. */
const PARTS: Record<string, () => string | undefined> = {
  strong: () => {
    const strong = strongAvailability();
    return strong.available ? undefined : `${strong.reason} ${strong.advice}`;
  },
  'an ordinary user': () => {
    if (
      !isRoot() ||
      spawnSync(process.execPath, ['--version'], { uid: UNUSED_USER, gid: UNUSED_USER, cwd: '/' }).status === 0
    )
      return undefined;
    return `An ordinary user cannot start ${process.execPath}. Clone into a folder that everybody may enter.`;
  },
  browser: () => (browserPath() ? undefined : 'There is no Chromium here. On Debian: apt-get install chromium'),
  spreadsheet: () =>
    officePath() ? undefined : 'There is no LibreOffice here. On Debian: apt-get install libreoffice-calc-nogui',
  postgres: () => (postgresFolder() ? undefined : 'There is no PostgreSQL here. On Debian: apt-get install postgresql'),
  terminal: () => {
    if (process.platform !== 'linux') return 'The processes of a terminal are looked for in /proc, which is on Linux.';
    return spawnSync('tmux', ['-V']).status === 0 ? undefined : 'tmux is missing. Install it: apt-get install tmux';
  },
};

/** Why a part is missing, or undefined where it is there. */
export function missingPart(name: string): string | undefined {
  return PARTS[name]?.();
}

/**
 * Vitest's global set-up: a part that is required and missing fails the run; one that is not required is told at the end, and
 * so is what a filter leaves out.
 */
export function setup({ vitest }: TestProject): () => void {
  const required = (process.env.KATA_REQUIRE ?? '').split(',');
  const missing = Object.keys(PARTS).flatMap((name) => {
    const reason = missingPart(name);
    return reason === undefined ? [] : [{ name, reason }];
  });
  const faults = missing.filter(({ name }) => required.includes(name));
  if (faults.length > 0)
    throw new Error(faults.map(({ name, reason }) => `KATA_REQUIRE asks for ${name}: ${reason}`).join('\n'));
  return () => {
    for (const { name, reason } of missing) console.log(`Skipped: the tests of ${name}. ${reason}`);
    if (vitest.config.tagsFilter?.includes('!long'))
      console.log('Left out: the long tests. `npm run test:all` runs them as well.');
  };
}
