/** The exit codes of every command. The last two are those of SIGINT and SIGPIPE, as shells count. */
export const EXIT = { passed: 0, failed: 1, usage: 2, checker: 3, interrupted: 130, unread: 141 } as const;

/**
 * What a user did can't work, or what only the user can mend stands in the way. The message is one sentence and the next step;
 * nobody needs our stack for it.
 */
export class UserError extends Error {
  override name = 'UserError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.usage, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
