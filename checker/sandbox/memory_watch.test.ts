import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { sendSignal } from '../send_signal.ts';
import { residentMemory, watchMemory } from './memory_watch.ts';

const HOG = 'globalThis.hog = Buffer.alloc(200 * 1024 * 1024, 1); console.log("full"); setInterval(() => {}, 1000);';

test.runIf(process.platform === 'linux')(
  'memory of a process and of its children counts, and the limit is told once',
  async () => {
    const parent = spawn(
      process.execPath,
      [
        '-e',
        `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(HOG)}], { stdio: 'inherit' })`,
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      },
    );
    try {
      await once(parent.stdout, 'data');
      const told = Promise.withResolvers<void>();
      watchMemory(parent.pid as number, 150 * 1024 * 1024, told.resolve);
      await told.promise;
      expect(residentMemory(parent.pid as number)).toBeGreaterThan(200 * 1024 * 1024);
    } finally {
      sendSignal(-(parent.pid as number), 'SIGKILL');
    }
  },
);
