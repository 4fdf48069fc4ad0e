#!/usr/bin/env node
// Stands in for the docker command in tests: it understands what `docker.ts` says to it, and no more. A container is a
// bubblewrap sandbox with the same mounts. What it was asked is appended to the file that DOCKER_STAND_IN names.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const record = process.env.DOCKER_STAND_IN;
const [command, ...rest] = process.argv.slice(2);
appendFileSync(record, `${JSON.stringify([command, ...rest])}\n`);
const pidFile = (name) => `${record}.${name}.pid`;

if (command === 'version') console.log('linux');
if (command === 'image') process.exitCode = existsSync(`${record}.no-image`) ? 1 : 0;
if (command === 'rm') process.kill(Number(readFileSync(pidFile(rest.at(-1)), 'utf8')), 'SIGKILL');
if (command === 'run') runContainer(rest);

function runContainer(args) {
  const flags = ['interactive', 'rm', 'read-only'];
  const lists = ['mount', 'ulimit', 'tmpfs', 'cap-drop', 'security-opt'];
  const texts = [
    'name',
    'pull',
    'network',
    'hostname',
    'user',
    'ipc',
    'shm-size',
    'memory',
    'memory-swap',
    'pids-limit',
    'workdir',
    'entrypoint',
  ];
  const options = Object.fromEntries([
    ...flags.map((name) => [name, { type: 'boolean' }]),
    ...lists.map((name) => [name, { type: 'string', multiple: true }]),
    ...texts.map((name) => [name, { type: 'string' }]),
  ]);
  const entry = args.indexOf('--entrypoint') + 2;
  const { values } = parseArgs({ args: args.slice(0, entry), options });
  const mounts = values.mount
    .map(readMount)
    .flatMap(({ source, target, readonly }) => [readonly === '' ? '--ro-bind' : '--bind', source, target]);
  const [uid, gid] = values.user.split(':');
  const container = spawn(
    'bwrap',
    [
      ...[
        '--unshare-all',
        '--die-with-parent',
        '--uid',
        uid,
        '--gid',
        gid,
        '--clearenv',
        '--setenv',
        'PATH',
        '/usr/bin:/bin',
      ],
      ...[
        '--ro-bind',
        '/usr',
        '/usr',
        '--symlink',
        'usr/bin',
        '/bin',
        '--symlink',
        'usr/lib',
        '/lib',
        '--symlink',
        'usr/lib64',
        '/lib64',
      ],
      ...[
        '--proc',
        '/proc',
        '--dev',
        '/dev',
        '--tmpfs',
        '/tmp',
        '--tmpfs',
        '/usr/local/bin',
        '--ro-bind',
        process.execPath,
        '/usr/local/bin/node',
      ],
      ...[...mounts, '--chdir', values.workdir, '--', values.entrypoint, ...args.slice(entry + 1)],
    ],
    { stdio: 'inherit', detached: true, ...(process.getuid() === 0 && { uid: Number(uid), gid: Number(gid) }) },
  );
  writeFileSync(pidFile(values.name), String(container.pid));
  container.on('exit', (code) => process.exit(code ?? 137));
}

/** `"type=bind","source=/a","target=/b","readonly"`: fields as CSV. */
function readMount(text) {
  const fields = [...text.matchAll(/"((?:[^"]|"")*)"/g)].map(([, field]) => field.replaceAll('""', '"'));
  return Object.fromEntries(fields.map((field) => [field.split('=')[0], field.split('=').slice(1).join('=')]));
}
