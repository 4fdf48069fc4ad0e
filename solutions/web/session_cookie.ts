import type { CookieOptions, Request, Response } from 'express';
import { SESSION_NAME } from '../api/v1/auth/auth.ts';
import type { SessionAuth } from '../api/v1/auth/session_auth.ts';
import type { User } from '../models/user.ts';

/** Logs a user in: always with a new session. The one that the browser had ends, so that nobody else can go on in it. */
export async function logIn(auth: SessionAuth, user: User, request: Request, response: Response): Promise<void> {
  await auth.destroySession(request);
  const sessionId = await auth.createSession(user.id);
  if (sessionId === null) throw new Error('createSession() made no session for a user id');
  response.cookie(SESSION_NAME, sessionId, attributes(request));
}

/** Ends the session on the server, and takes the cookie back. */
export async function logOut(auth: SessionAuth, request: Request, response: Response): Promise<boolean> {
  const wasLoggedIn = await auth.destroySession(request);
  response.clearCookie(SESSION_NAME, attributes(request));
  return wasLoggedIn;
}

/** The same as at the API: one session for both. */
function attributes(request: Request): CookieOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: request.secure };
}
