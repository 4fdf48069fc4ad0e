import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROJECT } from '../../project.ts';

/** The container is not built here: its files are looked at by a linter, and for what the server needs. */

const file = (name: string) => readFile(join(PROJECT.solutions, name), 'utf8');

test('the linter finds nothing in the Dockerfile', async () => {
  expect(validate(await file('Dockerfile')).map(({ message }) => message)).toEqual([]);
});

test('the linter would find something', () => {
  expect(validate('FROM node\nCMD ["node"]\nCMD ["node"]\nMAINTAINER nobody\nEXPOSE what\n').length).toBeGreaterThan(1);
});

test('the server runs as no administrator, by Node itself, and with what the image copies', async () => {
  const lines = (await file('Dockerfile')).split('\n');
  expect(lines.findLast((line) => line.startsWith('USER'))).toBe('USER node');
  expect(lines).toContain('CMD ["node", "solutions/server/main.ts"]');
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    expect((await readFile(join(PROJECT.root, name))).length).toBeGreaterThan(0);
});

test('the composition waits for the database, keeps its data, and opens no port to the world', async () => {
  const { services, volumes } = parse(await file('compose.yaml'));
  expect(services.server.depends_on.database.condition).toBe('service_healthy');
  expect(services.server).toMatchObject({ read_only: true, init: true, build: { dockerfile: 'solutions/Dockerfile' } });
  expect(services.server.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
  expect(services.database.ports).toBeUndefined();
  expect(Object.keys(volumes)).toEqual([services.database.volumes[0].split(':')[0]]);
});
