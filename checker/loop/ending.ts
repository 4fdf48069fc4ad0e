/** What ends the loop from outside, with its exit code: 128 and the number of the signal, as shells count. */
export const ENDED_BY = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
