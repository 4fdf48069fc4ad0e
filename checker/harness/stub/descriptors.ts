import { closeSync, readdirSync, readFileSync } from 'node:fs';

const OWN = '/proc/self/fdinfo';
/** `O_CLOEXEC`, as Linux writes it: Node sets it on every descriptor that it opens itself. */
const CLOSE_ON_EXEC = 0o2000000;
const STDERR = 2;

/**
 * Closes what this process was born with beside its streams and the channel: a descriptor that a shell had open goes down
 * through every program to here. Linux only; elsewhere nothing tells such a descriptor from Node's own.
 */
export function closeInherited(channel: number[]): void {
  if (process.platform !== 'linux') return;
  for (const descriptor of readdirSync(OWN).map(Number)) {
    const needed = descriptor <= STDERR || channel.includes(descriptor);
    if (!needed && isInherited(descriptor)) closeSync(descriptor);
  }
}

function isInherited(descriptor: number): boolean {
  try {
    const [, flags] = /^flags:\s+(\d+)$/m.exec(readFileSync(`${OWN}/${descriptor}`, 'utf8')) ?? [];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // The folder's own descriptor is closed again by now.
    return false;
  }
}
