import type { Request, RequestHandler, Response } from 'express';
import { SESSION_NAME } from '../api/v1/auth/auth.ts';
import { SessionExpAuth } from '../api/v1/auth/session_exp_auth.ts';
import { log, tag } from './log.ts';

/** Says in the log who logged in, who failed to, who logged out, and who was registered: for the API's routes. */
export function logged(event: 'login' | 'logout' | 'registration'): RequestHandler {
  return (request, response, next) => {
    // Cookies and body are parsed only further on.
    response.once('finish', () => {
      if (event === 'login') return logLogin(request, response);
      if (event === 'logout' && response.statusCode === 200) {
        return log.info({ event, session: sessionTag(request) });
      }
      if (event === 'registration' && response.statusCode === 201) log.info({ event, account: accountTag(request) });
    });
    next();
  };
}

/** Says in the log that a log-in came to its end, which the answer tells: with a new session, or without. */
export function logLogin(request: Request, response: Response): void {
  const account = accountTag(request);
  const session = newSessionTag(response);
  if (session) log.info({ event: 'login', account, session });
  else if ([400, 401, 404].includes(response.statusCode)) log.warn({ event: 'login failed', account });
}

/** Says in the log that a session has reached its end, when somebody still uses it. */
export function logExpiry(): void {
  // `hasEnded` is protected, so it is reached by its name.
  const methods = SessionExpAuth.prototype as unknown as { hasEnded(createdAt: number): boolean };
  const { hasEnded } = methods;
  methods.hasEnded = function (createdAt) {
    const ended = hasEnded.call(this, createdAt);
    if (ended) log.info({ event: 'expired', created: new Date(createdAt).toISOString() });
    return ended;
  };
}

/** What stands in the log for the e-mail of a form. */
export function accountTag(request: Request): string | undefined {
  const email: unknown = request.body?.email;
  return typeof email === 'string' ? tag(email) : undefined;
}

/** What stands in the log for the session of a request. */
export function sessionTag(request: Request): string | undefined {
  const id: unknown = request.cookies?.[SESSION_NAME];
  return typeof id === 'string' ? tag(id) : undefined;
}

function newSessionTag(response: Response): string | undefined {
  const cookies = [response.getHeader('Set-Cookie') ?? []].flat().map(String);
  const [id] = cookies.flatMap((cookie) =>
    cookie.startsWith(`${SESSION_NAME}=`) ? [cookie.split(/[=;]/)[1] ?? ''] : [],
  );
  return id ? tag(id) : undefined;
}
