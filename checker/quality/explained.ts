// Data, an entry for each mutant: that is why this file is long.

import type { GeneratedMutant } from './generate.ts';
import type { Explanation } from './mutant.ts';

/** A generated mutant that lives, and why. The texts are whole lines, without the outer blanks. */
export type Explained = Pick<GeneratedMutant, 'file' | 'original' | 'changed'> & Explanation;

/** Found by reading each survivor. One that a check should kill does not belong here. */
export const explained: readonly Explained[] = [
  {
    file: 'api/v1/app.ts',
    original: "app.enable('case sensitive routing');",
    changed: 'app.enable("");',
    kind: 'unseen',
    reason:
      'It shows at `/API/v1/status` alone, which opens nothing. An application around this one, which is a right way to add to it, would show the same there.',
  },
  {
    file: 'api/v1/views/index.ts',
    original: 'export const views = Router({ caseSensitive: true });',
    changed: 'export const views = Router({});',
    kind: 'equivalent',
    reason:
      'This router has no path of its own. Those that it holds tell small letters from capital ones by themselves.',
  },
  {
    file: 'api/v1/views/index.ts',
    original: 'export const views = Router({ caseSensitive: true });',
    changed: 'export const views = Router({ caseSensitive: false });',
    kind: 'equivalent',
    reason:
      'This router has no path of its own. Those that it holds tell small letters from capital ones by themselves.',
  },
  {
    file: 'api/v1/views/users.ts',
    original: "if (error instanceof DuplicateError) return sendError(response, 400, 'email already registered');",
    changed: "if (true) return sendError(response, 400, 'email already registered');",
    kind: 'unseen',
    reason:
      'Only a database that fails would show it, and no check breaks one: how a learner stores a user is not specified.',
  },
  {
    file: 'api/v1/app.ts',
    original: "app.disable('x-powered-by');",
    changed: 'app.disable("");',
    kind: 'free',
    reason: 'The contract says nothing of a header `X-Powered-By`.',
  },
  {
    file: 'api/v1/app.ts',
    original: "app.disable('etag');",
    changed: 'app.disable("");',
    kind: 'free',
    reason: 'The contract says nothing of `ETag`.',
  },
  {
    file: 'api/v1/app.ts',
    original: "app.use('/api/v1', cors);",
    changed: 'app.use("", cors);',
    kind: 'free',
    reason: 'The contract asks for cross-origin headers below `/api/v1`, and does not forbid them elsewhere.',
  },
  {
    file: 'api/v1/app.ts',
    original: "app.use(express.json({ limit: '100kb' }));",
    changed: 'app.use(express.json({}));',
    kind: 'equivalent',
    reason: '100 kB is the limit of the parser itself.',
  },
  {
    file: 'api/v1/app.ts',
    original: "app.use(express.urlencoded({ extended: false, limit: '100kb' }));",
    changed: 'app.use(express.urlencoded({}));',
    kind: 'equivalent',
    reason: '100 kB and `extended: false` are what the parser does by itself.',
  },
  {
    file: 'api/v1/app.ts',
    original: "app.use(express.urlencoded({ extended: false, limit: '100kb' }));",
    changed: "app.use(express.urlencoded({ extended: true, limit: '100kb' }));",
    kind: 'equivalent',
    reason: 'Only names with brackets are read in another way, and none of them gives a field that is a text.',
  },
  {
    file: 'api/v1/auth/auth.ts',
    original: 'if (!Object.hasOwn(cookies, SESSION_NAME)) return null;',
    changed: 'if (false) return null;',
    kind: 'equivalent',
    reason: 'Whatever a plain object inherits is no text, and what is no text gives `null` two lines further on.',
  },
  {
    file: 'api/v1/auth/session_auth.ts',
    original: "if (typeof userId !== 'string' || userId === '') return null;",
    changed: "if (typeof userId !== 'string' || false) return null;",
    kind: 'free',
    reason: 'The contract leaves open whether an empty user id is a missing one.',
  },
  {
    file: 'api/v1/auth/session_auth.ts',
    original: "if (typeof userId !== 'string' || userId === '') return null;",
    changed: 'if (typeof userId !== \'string\' || userId === "Stryker was here!") return null;',
    kind: 'free',
    reason: 'The contract leaves open whether an empty user id is a missing one.',
  },
  {
    file: 'api/v1/auth/session_auth.ts',
    original: "if (typeof sessionId !== 'string') return null;",
    changed: 'if (false) return null;',
    kind: 'equivalent',
    reason: 'All keys of the map are texts: it finds nothing under anything else.',
  },
  {
    file: 'api/v1/auth/session_auth.ts',
    original: 'if (userId === null) return null;',
    changed: 'if (false) return null;',
    kind: 'equivalent',
    reason: 'There is no user whose id is `null`: the look-up gives `null` as well.',
  },
  {
    file: 'api/v1/auth/session_auth.ts',
    original: 'if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;',
    changed: 'if (false) return false;',
    kind: 'free',
    reason:
      'The deletion says itself whether there was a session. Only for one that has expired does it say something else, and the contract leaves that open.',
  },
  {
    file: 'api/v1/auth/session_auth.ts',
    original: 'if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;',
    changed: 'if (sessionId === null && (await this.userIdForSessionId(sessionId)) === null) return false;',
    kind: 'free',
    reason:
      'The deletion says itself whether there was a session. Only for one that has expired does it say something else, and the contract leaves that open.',
  },
  {
    file: 'api/v1/auth/session_auth.ts',
    original: 'if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;',
    changed: 'if (false || (await this.userIdForSessionId(sessionId)) === null) return false;',
    kind: 'equivalent',
    reason: 'The look-up of `null` gives `null`.',
  },
  {
    file: 'api/v1/auth/session_auth.ts',
    original: 'if (sessionId === null || (await this.userIdForSessionId(sessionId)) === null) return false;',
    changed: 'if (sessionId === null || false) return false;',
    kind: 'free',
    reason:
      'The deletion says itself whether there was a session. Only for one that has expired does it say something else, and the contract leaves that open.',
  },
  {
    file: 'api/v1/auth/session_db_auth.ts',
    original: "if (typeof userId !== 'string' || userId === '') return null;",
    changed: "if (typeof userId !== 'string' || false) return null;",
    kind: 'free',
    reason: 'The contract leaves open whether an empty user id is a missing one.',
  },
  {
    file: 'api/v1/auth/session_db_auth.ts',
    original: "if (typeof userId !== 'string' || userId === '') return null;",
    changed: 'if (typeof userId !== \'string\' || userId === "Stryker was here!") return null;',
    kind: 'free',
    reason: 'The contract leaves open whether an empty user id is a missing one.',
  },
  {
    file: 'api/v1/auth/session_exp_auth.ts',
    original: "sessionDuration = toInteger(process.env.SESSION_DURATION ?? '');",
    changed: 'sessionDuration = toInteger(process.env.SESSION_DURATION ?? "Stryker was here!");',
    kind: 'equivalent',
    reason: 'That text is no whole number: 0, as for an empty one.',
  },
  {
    file: 'api/v1/auth/session_exp_auth.ts',
    original: 'if (sessionId === null) return null;',
    changed: 'if (false) return null;',
    kind: 'equivalent',
    reason: 'A time is kept under `null`, and nobody can ask for it.',
  },
  {
    file: 'api/v1/auth/session_exp_auth.ts',
    original: "if (typeof sessionId !== 'string') return null;",
    changed: 'if (false) return null;',
    kind: 'equivalent',
    reason: 'All keys of the map are texts: it finds nothing under anything else.',
  },
  {
    file: 'api/v1/auth/session_exp_auth.ts',
    original: 'if (createdAt === undefined) return null;',
    changed: 'if (false) return null;',
    kind: 'equivalent',
    reason: 'Without a time nothing has ended, and the class above does not know the id either.',
  },
  {
    file: 'api/v1/auth/session_exp_auth.ts',
    original: 'if (sessionId === null || !(await super.destroySession(request))) return false;',
    changed: 'if (false || !(await super.destroySession(request))) return false;',
    kind: 'equivalent',
    reason: 'Without a session id the class above gives `false`.',
  },
  {
    file: 'api/v1/views/session_auth.ts',
    original: 'export const sessionAuth = Router({ caseSensitive: true });',
    changed: 'export const sessionAuth = Router({});',
    kind: 'free',
    reason:
      'Without credentials the filter answers first; for somebody who has them the spec of the task says nothing of `/LOGIN`.',
  },
  {
    file: 'api/v1/views/session_auth.ts',
    original: 'export const sessionAuth = Router({ caseSensitive: true });',
    changed: 'export const sessionAuth = Router({ caseSensitive: false });',
    kind: 'free',
    reason:
      'Without credentials the filter answers first; for somebody who has them the spec of the task says nothing of `/LOGIN`.',
  },
  {
    file: 'api/v1/views/session_auth.ts',
    original: "if (!(auth instanceof SessionAuth)) return sendError(response, 404, 'Not found');",
    changed: 'if (!(auth instanceof SessionAuth)) return sendError(response, 404, "");',
    kind: 'free',
    reason: 'The contract asks for 404 where there are no sessions. It names no text.',
  },
  {
    file: 'api/v1/views/session_auth.ts',
    original: "if (sessionId === null) throw new Error('createSession() made no session for a user id');",
    changed: "if (false) throw new Error('createSession() made no session for a user id');",
    kind: 'equivalent',
    reason: 'The id of a stored user is always a text, so this line is never reached.',
  },
  {
    file: 'api/v1/views/session_auth.ts',
    original: "if (sessionId === null) throw new Error('createSession() made no session for a user id');",
    changed: 'if (sessionId === null) throw new Error("");',
    kind: 'equivalent',
    reason: 'The id of a stored user is always a text, so this line is never reached.',
  },
  {
    file: 'api/v1/views/session_auth.ts',
    original: 'response.clearCookie(SESSION_NAME, cookieOptions(request));',
    changed: ';',
    kind: 'free',
    reason: 'The session is gone on the server. The contract does not ask for the cookie to be cleared.',
  },
  {
    file: 'api/v1/views/users.ts',
    original: "if (!request.currentUser) return sendError(response, 404, 'Not found');",
    changed: 'if (!request.currentUser) return sendError(response, 404, "");',
    kind: 'free',
    reason: 'The contract asks for 404. It names no text.',
  },
  {
    file: 'api/v1/views/users.ts',
    original: "return [body.first_name, body.last_name].every((name) => typeof (name ?? '') === 'string');",
    changed:
      'return [body.first_name, body.last_name].every((name) => typeof (name ?? "Stryker was here!") === \'string\');',
    kind: 'equivalent',
    reason: 'One text is as good as another: only its type is asked.',
  },
  {
    file: 'models/user_session.ts',
    original: "static override readonly indexes = [{ on: ['sessionId'], unique: true }];",
    changed: 'static override readonly indexes = [];',
    kind: 'equivalent',
    reason: 'An index changes how fast a row is found. No two sessions have the same id.',
  },
  {
    file: 'models/user_session.ts',
    original: "static override readonly indexes = [{ on: ['sessionId'], unique: true }];",
    changed: "static override readonly indexes = [{ on: ['sessionId'], unique: false }];",
    kind: 'equivalent',
    reason: 'An index changes how fast a row is found. No two sessions have the same id.',
  },
];

/** Why a mutant lives, where somebody has found out. */
export function explanationOf({ file, original, changed }: GeneratedMutant): Explanation | undefined {
  const found = explained.find((one) => one.file === file && one.original === original && one.changed === changed);
  return found && { kind: found.kind, reason: found.reason };
}
