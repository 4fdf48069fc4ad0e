import { execFileSync } from 'node:child_process';
import { chmod, mkdtempDisposable, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingPart } from '../e2e/system_parts.ts';
import type { Availability } from './available.ts';
import { isRoot } from './level.ts';

/** Whether the strong level is to be had for a process that the shell starts after `before`. */
function availability(before: string, environment: NodeJS.ProcessEnv = {}): Availability {
  const source = `import { strongAvailability } from ${JSON.stringify(join(import.meta.dirname, 'available.ts'))};
    console.log(JSON.stringify(strongAvailability()));`;
  const command = `${before} && exec "$0" --input-type=module -e "$1"`;
  const env = { ...process.env, ...environment };
  const output = execFileSync('/bin/sh', ['-c', command, process.execPath, source], { encoding: 'utf8', env });
  return JSON.parse(output) as Availability;
}

// As root a sandbox is another user, and what is closed to that one is of no use in it.
describe.runIf(missingPart('strong') === undefined && isRoot())('as root, with bubblewrap', () => {
  test('the strong level is to be had', () => {
    expect(availability('umask 022')).toEqual({ available: true, engine: 'bubblewrap' });
  });

  test('where files of ours would be closed to others, the reason is said', () => {
    expect(availability('umask 077')).toEqual({
      available: false,
      reason: 'Files made here are closed to ordinary users (umask 077).',
      advice: 'Run `umask 022` first, or run as an ordinary user.',
    });
  });

  test('with docker as well', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'kata-docker-'));
    await symlink(join(import.meta.dirname, 'docker_stand_in.mjs'), join(folder.path, 'docker'));
    const environment = {
      KATA_ENGINE: 'docker',
      DOCKER_STAND_IN: join(folder.path, 'record'),
      PATH: [folder.path, dirname(process.execPath), process.env.PATH].join(delimiter),
    };
    expect(availability('umask 022', environment)).toEqual({ available: true, engine: 'docker' });
    expect(availability('umask 077', environment)).toMatchObject({ reason: expect.stringContaining('umask 077') });
  });

  test('a group that is shut out does no harm', () => {
    expect(availability('umask 070')).toMatchObject({ available: true });
  });

  test('where a folder is closed to others, it is named, with docker or without', async () => {
    await using closed = await mkdtempDisposable(join(tmpdir(), 'kata-closed-'));
    await chmod(closed.path, 0o700);
    expect(availability('true', { TMPDIR: closed.path })).toMatchObject({
      available: false,
      reason: `An ordinary user cannot enter ${closed.path}.`,
    });
  });
});
