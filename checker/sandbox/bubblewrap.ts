import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { findProgram } from './find_program.ts';
import { ownKeyring } from './keyring.ts';
import { type ConfinedCommand, isRoot, type Jail, UNUSED_USER } from './level.ts';
import { RESOURCES } from './resources.ts';
import { inRoom, roomOf } from './scratch.ts';
import { seccompFilter } from './seccomp.ts';

const NODE = '/kata/node';

const NAMESPACES = [
  '--unshare-user',
  '--unshare-pid',
  '--unshare-net',
  '--unshare-ipc',
  '--unshare-uts',
  '--unshare-cgroup-try',
];
const IDENTITY = ['--uid', '65534', '--gid', '65534', '--hostname', 'kata', '--clearenv'];
const DEVICES = ['--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys', '--dev', '/dev'];

/** What the kernel tells there is not of the sandbox alone: keys of the machine, and how many each user has. */
const MASKED = ['/proc/keys', '/proc/key-users'];

/** Set inside, where the namespace counts this process's own processes only. Node needs 768 MiB of data to start. */
const LIMITS = [
  `--nproc=${RESOURCES.processes}`,
  `--nofile=${RESOURCES.openFiles}`,
  `--fsize=${RESOURCES.fileBytes}`,
  '--core=0',
  `--cpu=${RESOURCES.processorSeconds}`,
  '--data=1342177280',
  '--memlock=65536',
  '--msgqueue=0',
];

/**
 * A bubblewrap sandbox: own namespaces, no network, no other process, no file but its own, limits that hold. It ends with
 * the checker, also where the checker is killed. The arguments go through a descriptor: nobody reads them in `ps`.
 */
export function bubblewrap({ mounts, folder, args }: Jail): ConfinedCommand {
  const bwrap = findProgram('bwrap');
  const prlimit = findProgram('prlimit');
  if (!bwrap || !prlimit) throw new Error('The strong sandbox needs bubblewrap and prlimit.');
  const filter = seccompFilter();
  const room = roomOf(mounts.find(({ writable }) => writable)?.from ?? '');
  const options = [
    ...NAMESPACES,
    '--disable-userns',
    '--die-with-parent',
    '--new-session',
    '--cap-drop',
    'ALL',
    ...IDENTITY,
    ...[...libraries(process.execPath), ...libraries(prlimit)].flatMap((path) => ['--ro-bind', path, path]),
    ...['--ro-bind', process.execPath, NODE, '--ro-bind', realpathSync(prlimit), '/kata/prlimit'],
    ...DEVICES,
    ...MASKED.filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', '/dev/null', path]),
    ...mounts.flatMap(({ from, to, writable }) =>
      writable ? ['--bind', room?.folder ?? from, to] : ['--ro-bind', from, to],
    ),
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', folder],
  ];
  const inside = ['--', '/kata/prlimit', ...LIMITS, NODE, ...args];
  const [command = bwrap, ...rest] = [
    ...[...(room ? inRoom(room) : []), ...ownKeyring()],
    ...[bwrap, '--args', '4', ...(filter ? ['--seccomp', '5'] : []), ...inside],
  ];
  return {
    command,
    args: rest,
    inputs: [options.map((option) => `${option}\0`).join(''), ...(filter ? [filter] : [])],
    ...(isRoot() && { user: UNUSED_USER, owner: UNUSED_USER }),
  };
}

const known = new Map<string, string[]>();

/** The shared libraries that a program loads, as `ldd` lists them. */
function libraries(program: string): string[] {
  const found =
    known.get(program) ??
    [...execFileSync(findProgram('ldd') ?? 'ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(
      ([, path]) => path as string,
    );
  known.set(program, found);
  return found;
}
