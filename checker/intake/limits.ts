const KIB = 1024;
const MIB = 1024 * KIB;

/** What a submission may have at most. What lies beside its root, or is left out (`submission/left_out.ts`), does not count. */
export const LIMITS = {
  files: 2_000,
  folders: 2_000,
  fileBytes: MIB,
  totalBytes: 20 * MIB,
  levels: 32,
  /** A file system's own limit on Linux; other systems count otherwise, so it is ours on all of them. */
  nameBytes: 255,
  /** Leaves room for the destination's own path: macOS allows 1,024 bytes in all. */
  pathBytes: 800,
} as const;

/**
 * How much work reading may cost, whatever is kept in the end. These are wide: an honest archive may carry `node_modules` or a
 * film along, and those are read over.
 */
export const WORK = {
  entries: 1_000_000,
  archiveBytes: 2048 * MIB,
  inflatedBytes: 4096 * MIB,
  /** Source code packs 3 to 10 times, a tar of tiny files 50 times. Judged only above what any submission may have anyway. */
  ratio: 100,
  ratioFrom: 32 * MIB,
} as const;

/** A number of bytes for a reader, such as `1.4 MiB`. */
export function bytes(count: number): string {
  if (count < MIB) return `${Math.ceil(count / KIB)} KiB`;
  return `${Math.ceil((count / MIB) * 10) / 10} MiB`;
}

/** A whole number for a reader, such as `2,000`. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}
