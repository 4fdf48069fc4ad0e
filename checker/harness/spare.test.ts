import { mkdtempDisposable, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import { PROJECT } from '../project.ts';
import { compileSubmission } from './compile.ts';
import { LIMITS } from './limits.ts';
import { stopAll, takeProcess } from './spare.ts';
import { stubBundle } from './stub_bundle.ts';
import { LearnerFault } from './verdict.ts';

test('that a submission has filled its folder before is no fault of the checker', async () => {
  await using made = await submission();
  await using scratch = await mkdtempDisposable(join(tmpdir(), 'kata-scratch-'));
  await writeFile(join(scratch.path, 'full'), Buffer.alloc(LIMITS.scratchBytes + 1));
  const taken = takeProcess({
    level: 'none',
    stub: await stubBundle(),
    submission: (await compileSubmission(made.folder, { level: 'none' })).root,
    packages: await realpath(join(PROJECT.root, 'node_modules')),
    scratch: scratch.path,
  });
  const fault = await taken.catch((error: unknown) => error);
  await stopAll();
  expect(fault).toBeInstanceOf(LearnerFault);
  expect((fault as LearnerFault).failure).toMatchObject({
    cause: 'output limit',
    reason: expect.stringMatching('64 MiB'),
  });
});
