/** The last part of a path that somebody typed or copied from a message, whichever slashes it has. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
}

/** A moment as a part of file names: `2026-11-21T10-07-13`. Windows takes no colons. */
export function stamp(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(':', '-');
}
