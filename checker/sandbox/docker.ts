import { randomUUID } from 'node:crypto';
import { findProgram } from './find_program.ts';
import { type ConfinedCommand, isRoot, type Jail, UNUSED_USER } from './level.ts';
import { RESOURCES } from './resources.ts';

/** The official image with the very Node that runs here: one verdict everywhere. */
export const IMAGE = `node:${process.versions.node}-slim`;

/** Where that image has it. */
const NODE = '/usr/local/bin/node';

/**
 * The exit code after SIGKILL, by which the kernel ends what uses too much memory. A container is gone before its engine
 * could say so. Therefore a submission that kills itself, or exits with this code, is told of its memory as well: a wrong
 * cause, and no point more. LIFETIME leaves it too, and is longer than any run.
 */
const KILLED = 137;
/** Node and the submission together, as the limit of the container. The heap alone has a smaller one. */
const MEMORY = '512m';
/** Seconds after which a container ends whatever happens, so that one whose checker was killed does not stay. */
const LIFETIME = 300;

/** The channel takes descriptors 4 and 3, so that what the program prints cannot mix with it: that goes to stderr. */
const START = 'exec "$@" 4<&0 3>&1 1>&2 0</dev/null';

/**
 * A container without network, privileges or a file but its own, with limits that hold. The channel goes through the standard
 * streams of `docker run`. Killing that command would not end the container, so there is a command for it.
 */
export function docker({ mounts, folder, args }: Jail): ConfinedCommand {
  const command = findProgram('docker');
  if (!command) throw new Error('The docker command is not there.');
  const name = `kata-${randomUUID()}`;
  const user = isRoot() ? UNUSED_USER : (process.getuid?.() ?? UNUSED_USER);
  const options = [
    ...['--interactive', '--rm', '--name', name, '--pull', 'never', '--network', 'none', '--hostname', 'kata'],
    ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--user', `${user}:${user}`],
    ...['--ipc', 'private', '--shm-size', String(RESOURCES.sharedBytes)],
    ...['--memory', MEMORY, '--memory-swap', MEMORY, '--pids-limit', String(RESOURCES.processes)],
    ...['--ulimit', `nofile=${RESOURCES.openFiles}`, '--ulimit', `fsize=${RESOURCES.fileBytes}`],
    // SIGXCPU a second before SIGKILL: else this limit would leave the exit code of the other one.
    ...['--ulimit', 'core=0', '--ulimit', `cpu=${RESOURCES.processorSeconds}:${RESOURCES.processorSeconds + 1}`],
    ...mounts.flatMap(({ from, to, writable }) => mount(from, to, ...(writable ? [] : ['readonly']))),
    ...['--workdir', folder, '--entrypoint', 'timeout'],
  ];
  const inside = ['env', '-i', NODE, ...args, '4', '3'];
  return {
    command,
    args: ['run', ...options, IMAGE, '--signal=KILL', String(LIFETIME), 'sh', '-c', START, 'sh', ...inside],
    channelOnStreams: true,
    end: { command, args: ['rm', '--force', name] },
    outOfMemory: KILLED,
    ...(isRoot() && { owner: UNUSED_USER }),
  };
}

/** A mount in the form that docker reads as CSV: a path may hold commas and quotation marks. */
function mount(source: string, target: string, ...flags: string[]): string[] {
  const fields = ['type=bind', `source=${source}`, `target=${target}`, ...flags];
  return ['--mount', fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')];
}
