import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { IMAGE } from './docker.ts';
import { findProgram } from './find_program.ts';
import { isRoot, type Sandbox, type SandboxLevel, type StrongEngine, UNUSED_USER } from './level.ts';

/** Whether the strong level is to be had here, and by what; if not, why, and what would help. */
export type Availability = { available: true; engine: StrongEngine } | Missing;
type Missing = { available: false; reason: string; advice: string };

/** How long an engine may take to say that it is there. One that is starting up, or far away, is of no use. */
const PATIENCE = 10_000;

/** The bits of a umask that keep what is made from being read by everybody. */
const CLOSED_TO_OTHERS = 0o005;

let known: Availability | undefined;

/**
 * Tries the strong level once, with a program that does nothing: bubblewrap first, then docker. `KATA_ENGINE` names the one
 * that shall be tried alone.
 */
export function strongAvailability(): Availability {
  known ??= readable(tryEngines(process.env.KATA_ENGINE));
  return known;
}

/** The best level of this machine. */
export function bestLevel(): SandboxLevel {
  return strongAvailability().available ? 'strong' : 'basic';
}

/** The sandbox of a level. Throws an Error where `strong` is not to be had: who asks for it has looked before. */
export function sandboxOf(level: SandboxLevel): Sandbox {
  if (level !== 'strong') return { level };
  const strong = strongAvailability();
  if (!strong.available) throw new Error(`The strong sandbox is not to be had: ${strong.reason}`);
  return { level, engine: strong.engine };
}

function tryEngines(wanted: string | undefined): Availability {
  if (wanted === 'docker') return tryDocker();
  if (wanted === 'bubblewrap') return tryBubblewrap();
  if (wanted) return missing(`KATA_ENGINE is "${wanted}".`, 'Set it to bubblewrap or docker, or unset it.');
  const bubblewrap = tryBubblewrap();
  if (bubblewrap.available) return bubblewrap;
  const docker = tryDocker();
  if (docker.available) return docker;
  // On Linux bubblewrap is nearer at hand; who has docker alone needs the advice on docker.
  return process.platform !== 'linux' || (findProgram('docker') && !findProgram('bwrap')) ? docker : bubblewrap;
}

/** As root every engine runs a submission as somebody else, who must be able to read what we write. */
function readable(found: Availability): Availability {
  const mask = process.umask();
  if (!found.available || !isRoot() || (mask & CLOSED_TO_OTHERS) === 0) return found;
  return missing(
    `Files made here are closed to ordinary users (umask ${mask.toString(8).padStart(3, '0')}).`,
    'Run `umask 022` first, or run as an ordinary user.',
  );
}

function tryBubblewrap(): Availability {
  if (process.platform !== 'linux') return missing('bubblewrap needs Linux.', 'Use docker here, or --sandbox basic.');
  const bwrap = findProgram('bwrap');
  if (!bwrap) return missing('bubblewrap is not installed.', 'Install it: sudo apt-get install bubblewrap.');
  if (!findProgram('prlimit'))
    return missing('prlimit is not installed.', 'Install it: sudo apt-get install util-linux.');
  const args = ['--unshare-user', '--unshare-pid', '--unshare-net', '--ro-bind', '/', '/', '--'];
  const identity = isRoot() ? { uid: UNUSED_USER, gid: UNUSED_USER } : {};
  const run = (...program: string[]) =>
    spawnSync(bwrap, [...args, ...program], { cwd: '/', encoding: 'utf8', timeout: PATIENCE, ...identity });
  const { status, stderr } = run('/bin/true');
  // As root it runs as a user that owns nothing, and that one must be able to come to these folders.
  const closed = [import.meta.dirname, tmpdir()].find(
    (folder) => status === 0 && run('/usr/bin/test', '-x', folder).status !== 0,
  );
  if (closed)
    return missing(
      `An ordinary user cannot enter ${closed}.`,
      'Move it to where everybody may read, or run as an ordinary user.',
    );
  if (status === 0) return { available: true, engine: 'bubblewrap' };
  return missing(`bubblewrap cannot make a sandbox: ${oneLine(stderr)}.`, namespaceAdvice());
}

function tryDocker(): Availability {
  const docker = findProgram('docker');
  if (!docker)
    return missing('There is no docker.', 'Install Docker (docs.docker.com/get-docker), or use --sandbox basic.');
  const run = (...args: string[]) => spawnSync(docker, args, { encoding: 'utf8', timeout: PATIENCE });
  const version = run('version', '--format', '{{.Server.Os}}');
  if (version.status !== 0)
    return missing(`No docker engine answers: ${oneLine(version.stderr)}.`, 'Start Docker, then try again.');
  if (version.stdout.trim() !== 'linux')
    return missing('The docker engine runs no Linux containers.', 'Switch it to Linux containers.');
  if (run('image', 'inspect', IMAGE).status !== 0)
    return missing(`The image ${IMAGE} is not here.`, `Get it: docker pull ${IMAGE}.`);
  return { available: true, engine: 'docker' };
}

/** Ubuntu 24.04 and others forbid user namespaces to ordinary users; one setting each allows them. */
function namespaceAdvice(): string {
  return 'Allow user namespaces: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), or kernel.unprivileged_userns_clone=1 (Debian).';
}

function missing(reason: string, advice: string): Missing {
  return { available: false, reason, advice };
}

function oneLine(text: string | null): string {
  return (
    (text ?? '')
      .trim()
      .split('\n')[0]
      ?.replace(/[.?!]$/, '') || 'it says nothing'
  );
}
