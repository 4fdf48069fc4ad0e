import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { findProgram } from './find_program.ts';
import { type ConfinedCommand, isRoot, type Jail, UNUSED_USER } from './level.ts';
import { RESOURCES } from './resources.ts';
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
  const scratch = mounts.find(({ writable }) => writable)?.from;
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
    ...mounts.flatMap(({ from, to, writable }) => [writable ? '--bind' : '--ro-bind', from, to]),
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', folder],
  ];
  const inside = ['--', '/kata/prlimit', ...LIMITS, NODE, ...args];
  const [command = bwrap, ...rest] = [
    ...(scratch === undefined ? [] : dataOnly(scratch)),
    ...[bwrap, '--args', '4', ...(filter ? ['--seccomp', '5'] : []), ...inside],
  ];
  return {
    command,
    args: rest,
    inputs: [options.map((option) => `${option}\0`).join(''), ...(filter ? [filter] : [])],
    ...(isRoot() && { user: UNUSED_USER, owner: UNUSED_USER }),
  };
}

/** In namespaces of its own, so that the mount is nobody else's: makes a folder one whose files cannot be run, and becomes the command. */
const MOUNT_AND_RUN = 'mount --bind --options noexec,nosuid,nodev "$0" "$0" && exec "$@"';

/**
 * What stands before a command so that for it no file of this folder can be run, or be loaded as a library: bubblewrap has no
 * option for that, and keeps what it finds. Empty where the kernel, or the machine's policy, gives an ordinary user no mount.
 */
function dataOnly(folder: string): string[] {
  const unshare = findProgram('unshare');
  if (!unshare) return [];
  const before = (mounted: string) => [
    ...[unshare, '--user', '--map-root-user', '--mount', '--'],
    ...['/bin/sh', '-c', MOUNT_AND_RUN, mounted],
  ];
  mountable ??= canMount(before(tmpdir()));
  return mountable ? before(folder) : [];
}

let mountable: boolean | undefined;

/** Tries it once, with a sandbox inside. */
function canMount([command = '', ...before]: string[]): boolean {
  const sandbox = [findProgram('bwrap') ?? '', ...NAMESPACES, '--ro-bind', '/', '/', '--', '/bin/true'];
  const identity = isRoot() ? { uid: UNUSED_USER, gid: UNUSED_USER } : {};
  const options = { cwd: '/', env: {}, timeout: PATIENCE, ...identity };
  return spawnSync(command, [...before, ...sandbox], options).status === 0;
}

const PATIENCE = 10_000;

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
