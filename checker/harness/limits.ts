/** Bounds on what a submission may use, in milliseconds and bytes where nothing else is said. All times are total times, not idle times. */
export const LIMITS = {
  /** From spawn until the stub is ready for a submission. Ours alone: learner code has not run yet. */
  warmUp: 30_000,
  /** Compiling one file. */
  compile: 10_000,
  /** Compiling all files of a submission, one after the other. */
  compileAll: 20_000,
  /** What one file may become, as it comes from the compiler; and all files of a submission together. */
  moduleBytes: 8 * 1024 * 1024,
  modulesBytes: 64 * 1024 * 1024,
  /** From handing over the submission until its server is ready. */
  startUp: 5000,
  /** One request with its whole answer, or one `evaluate`. */
  request: 2000,
  /** All checks of one task together, start-ups left out. */
  task: 15_000,
  /** The whole run, start-ups left out. */
  run: 60_000,
  /** The checks of one task, whatever the test worker does: then it is ended. Start-ups and all else included. */
  taskEnd: 90_000,
  /** The same of the whole run: what is left then is not judged. */
  runEnd: 200_000,
  /** All repaired forms of a submission, milliseconds. */
  blame: 60_000,
  /** Resident memory of one process and all that it starts. */
  memoryBytes: 512 * 1024 * 1024,
  /** Files in the folder that a submission may write to. */
  scratchBytes: 64 * 1024 * 1024,
  /** What one process may print. */
  logBytes: 1024 * 1024,
  /** One answer, as it comes over the channel. */
  answerBytes: 4 * 1024 * 1024,
  /** All messages of one process together: what calls gave, and errors. */
  messageBytes: 64 * 1024 * 1024,
  /** How often one process may say that it is ready, or tell of an error: a server may go on after its errors. */
  notices: 1000,
  /** One body, after decompression. */
  bodyBytes: 2 * 1024 * 1024,
} as const;
