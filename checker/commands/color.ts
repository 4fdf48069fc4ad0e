import type { WriteStream } from 'node:tty';

/** Whether a stream shows colours: a terminal that has them, and no `NO_COLOR` (no-color.org); or `FORCE_COLOR`. */
export function wantsColor(stream: NodeJS.WriteStream | WriteStream): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR !== undefined) return process.env.FORCE_COLOR !== '0';
  return Boolean(stream.isTTY) && stream.hasColors();
}
