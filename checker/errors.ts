/** What a user did can't work. The message is one sentence and the next step; nobody needs our stack for it. */
export class UserError extends Error {
  override name = 'UserError';
}

/** The exit codes of every command. The last two are those of SIGINT and SIGPIPE, as shells count. */
export const EXIT = { passed: 0, failed: 1, usage: 2, checker: 3, interrupted: 130, unread: 141 } as const;
