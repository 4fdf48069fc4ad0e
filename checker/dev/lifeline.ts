// Loaded into tsx before it starts. Its parent holds the other end of a pipe: when that is gone, however the parent
// ended, nobody can stop the server any more, so it ends with all that it has started.
import { spawnSync } from 'node:child_process';
import { Socket } from 'node:net';

const LIFELINE = 3;

const lifeline = new Socket({ fd: LIFELINE });
lifeline.on('error', () => {}).on('close', endGroup);
lifeline.resume();
lifeline.unref();

function endGroup(): void {
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
  spawnSync('taskkill', ['/pid', String(process.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
}
