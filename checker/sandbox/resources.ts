/** What one learner's process may use at level `strong`, apart from memory that is watched at every level. */
export const RESOURCES = {
  /** Processes and threads, its own among them. */
  processes: 32,
  /** Open files and connections. */
  openFiles: 256,
  /** Bytes of one file. */
  fileBytes: 16 * 1024 * 1024,
  /** Bytes and entries of all files, as the kernel bounds them: twice what the watch allows, so that it is the watch that tells. */
  diskBytes: 128 * 1024 * 1024,
  diskEntries: 32 * 1024,
  /** Bytes of shared memory. */
  sharedBytes: 1024 * 1024,
  /** Seconds of processor time. */
  processorSeconds: 30,
} as const;
