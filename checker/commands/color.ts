import type { Io } from '../io.ts';

/** Whether the output shows colours: a terminal that has them, and no `NO_COLOR` (no-color.org); or `FORCE_COLOR`. */
export function wantsColor({ stdout, env }: Io): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0';
  return Boolean(stdout.isTTY) && stdout.hasColors();
}
