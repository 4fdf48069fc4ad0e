import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { processTree, procFile } from '../../sandbox/process_tree.ts';
import { Job } from './job_pool.ts';

const NOWHERE = { name: 'ann', path: '/nowhere', seed: 1, level: 'none', ahead: false } as const;

test.runIf(process.platform === 'linux')('a job that ended while it had nothing to do is started again', async () => {
  const job = new Job();
  try {
    const answer = await job.run(NOWHERE);
    expect(answer).toMatchObject({ verdict: { status: 'refused' } });
    const child = processTree(process.pid).find((id) => procFile(id, 'cmdline').includes('job.ts')) as number;
    process.kill(child, 'SIGKILL');
    while (processTree(process.pid).includes(child)) await sleep(5);
    await expect(job.run(NOWHERE)).rejects.toThrow();
    expect(await job.run(NOWHERE)).toEqual(answer);
  } finally {
    await job.end();
  }
});
