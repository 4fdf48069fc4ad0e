import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { sendSignal } from './send_signal.ts';

test('who has ended needs no signal; a wrong signal is told', async () => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore', detached: true });
  const id = child.pid as number;
  await once(child, 'exit');
  expect(() => sendSignal(id, 'SIGTERM')).not.toThrow();
  expect(() => sendSignal(-id, 'SIGKILL')).not.toThrow();
  expect(() => sendSignal(process.pid, 'SIGNONE' as NodeJS.Signals)).toThrow('SIGNONE');
});
