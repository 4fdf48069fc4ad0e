import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find_program.ts';
import { type ConfinedCommand, type Confinement, NODE_FLAGS } from './level.ts';

/** How the process sees the world. Nothing else of the machine's files is there. */
const SEEN = {
  node: '/kata/node',
  stub: '/kata/stub',
  packages: '/kata/node_modules',
  submission: '/submission',
  scratch: '/scratch',
};

const NAMESPACES = [
  '--unshare-user',
  '--unshare-pid',
  '--unshare-net',
  '--unshare-ipc',
  '--unshare-uts',
  '--unshare-cgroup-try',
];
const IDENTITY = ['--uid', '65534', '--gid', '65534', '--hostname', 'kata', '--clearenv'];
const DEVICES = [
  '--proc',
  '/proc',
  '--ro-bind',
  '/proc/sys',
  '/proc/sys',
  '--dev',
  '/dev',
  '--size',
  '1048576',
  '--tmpfs',
  '/dev/shm',
];
const TEMPORARY = ['--size', '67108864', '--tmpfs', '/tmp'];

/** A user that owns nothing. As root the process limit would be void, and `/proc/sys` writable. */
const UNUSED_USER = 64_646;

/** Set inside, where the namespace counts this process's own processes only. Node needs 768 MiB of data to start. */
const LIMITS = [
  '--nproc=32',
  '--nofile=256',
  '--fsize=16777216',
  '--core=0',
  '--cpu=30',
  '--data=1342177280',
  '--memlock=65536',
  '--msgqueue=0',
];

/**
 * A bubblewrap sandbox: own namespaces, no network, no other process, no file but its own, limits that hold. It ends with
 * the checker, also where the checker is killed. The arguments go through a descriptor: nobody reads them in `ps`.
 */
export function strong({ stub, submission, packages, scratch }: Confinement): ConfinedCommand {
  const bwrap = findProgram('bwrap');
  const prlimit = findProgram('prlimit');
  if (!bwrap || !prlimit) throw new Error('The strong sandbox needs bubblewrap and prlimit.');
  const options = [
    ...NAMESPACES,
    '--disable-userns',
    '--die-with-parent',
    '--new-session',
    '--cap-drop',
    'ALL',
    ...IDENTITY,
    ...[...libraries(process.execPath), ...libraries(prlimit)].flatMap((path) => ['--ro-bind', path, path]),
    ...['--ro-bind', process.execPath, SEEN.node, '--ro-bind', realpathSync(prlimit), '/kata/prlimit'],
    ...['--ro-bind', join(stub, 'passwd'), '/etc/passwd'],
    ...DEVICES,
    ...TEMPORARY,
    ...['--ro-bind', packages, SEEN.packages, '--ro-bind', stub, SEEN.stub, '--ro-bind', submission, SEEN.submission],
    ...['--bind', scratch, SEEN.scratch],
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--chdir', SEEN.scratch],
  ];
  return {
    command: bwrap,
    args: ['--args', '4', '--', '/kata/prlimit', ...LIMITS, SEEN.node, ...NODE_FLAGS, `${SEEN.stub}/stub.cjs`],
    submission: SEEN.submission,
    scratch: SEEN.scratch,
    input: options.map((option) => `${option}\0`).join(''),
    ...(strongUser() && { user: UNUSED_USER }),
  };
}

/** As whom the sandbox is started, where it must not be ourselves: nothing for an ordinary user. */
export function strongUser(): { uid: number; gid: number } | undefined {
  return process.getuid?.() === 0 ? { uid: UNUSED_USER, gid: UNUSED_USER } : undefined;
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
