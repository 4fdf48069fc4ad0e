import type { Io } from '../io.ts';

/** Whether the output shows colours: a terminal that has them, and no `NO_COLOR` (no-color.org); or `FORCE_COLOR`. */
export function wantsColor({ stdout, env }: Io): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0';
  return Boolean(stdout.isTTY) && stdout.hasColors();
}

/** What a terminal is called that writes one line below the other, and can do nothing else (terminfo(5)). */
const PLAIN = new Set(['', 'dumb', 'unknown']);

/** Whether what was drawn can be drawn over: a terminal that moves its cursor. Windows' own have no name, and do. */
export function movesCursor({ stdout, env }: Pick<Io, 'stdout' | 'env'>, platform = process.platform): boolean {
  const name = env.TERM ?? (platform === 'win32' ? 'windows' : '');
  return Boolean(stdout.isTTY) && !PLAIN.has(name);
}
