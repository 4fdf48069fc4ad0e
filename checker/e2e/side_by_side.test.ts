// @module-tag long
import { chmod, mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { confinementOf } from '../fixtures/confinement.ts';
import { Budget } from '../harness/budget.ts';
import { LearnerServer } from '../harness/server.ts';
import { stopAll } from '../harness/spare.ts';
import { bestLevel, sandboxOf } from '../sandbox/available.ts';

const COUNT = 50;

/** A server that listens on port 3000 by itself and says which one it is. */
function listening(number: number): string {
  return `import express from 'express';
export const app = express();
app.get('/api/v1/status', (_request, response) => void response.json({ number: ${number} }));
app.listen(3000, () => console.log('listening'));
`;
}

test(`${COUNT} submissions that listen on port 3000 at the same time: each is asked as if alone`, async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'side-by-side-'));
  // As root, submissions are another user.
  await chmod(folder.path, 0o755);
  const servers = await Promise.all(
    Array.from({ length: COUNT }, async (_, number) => {
      const scratch = join(folder.path, String(number));
      const confinement = await confinementOf(listening(number), scratch, sandboxOf(bestLevel()));
      const conditions = { environment: {}, fakeTimers: false, database: 'memory' as const, now: 0 };
      return new LearnerServer({ ...conditions, confinement, budget: () => new Budget('side by side') });
    }),
  );
  try {
    // In groups: a machine that starts fifty at once may need longer for one of them than a submission is given.
    for (let first = 0; first < COUNT; first += 5)
      await Promise.all(servers.slice(first, first + 5).map((server) => server.start()));
    for (const [number, server] of servers.entries()) {
      const { status, body } = await server.http.get('/api/v1/status');
      expect({ status, body }).toEqual({ status: 200, body: { number } });
    }
  } finally {
    await stopAll();
  }
});
