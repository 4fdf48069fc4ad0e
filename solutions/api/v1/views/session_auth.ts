import { type CookieOptions, type Request, type Response, Router } from 'express';
import { User } from '../../../models/user.ts';
import { SESSION_NAME } from '../auth/auth.ts';
import { auth } from '../auth/index.ts';
import { SessionAuth } from '../auth/session_auth.ts';
import { isFilled } from '../body.ts';
import { methodNotAllowed, sendError } from '../errors.ts';

/** Login and logout. Under an authentication without sessions there is nothing to log in to: 404. */
export const sessionAuth = Router({ caseSensitive: true });

sessionAuth.route('/auth_session/login').post(login).all(methodNotAllowed('POST'));
sessionAuth.route('/auth_session/logout').delete(logout).all(methodNotAllowed('DELETE'));

async function login(request: Request, response: Response): Promise<void> {
  if (!(auth instanceof SessionAuth)) return sendError(response, 404, 'Not found');

  // A field that was sent twice comes as a list, and so counts as missing.
  const { email, password } = request.body ?? {};
  if (!isFilled(email)) return sendError(response, 400, 'email missing');
  if (!isFilled(password)) return sendError(response, 400, 'password missing');

  // The next two answers tell who is registered: this API has promised so. A login page should not tell.
  const [user] = await User.search({ email });
  if (!user) return sendError(response, 404, 'no user found for this email');
  if (!(await user.isValidPassword(password))) return sendError(response, 401, 'wrong password');

  // Always a new session. An id that the client brought along may be known to whoever planted it there.
  const sessionId = await auth.createSession(user.id);
  if (sessionId === null) throw new Error('createSession() made no session for a user id');
  response.cookie(SESSION_NAME, sessionId, cookieOptions(request));
  response.json(user.toJson());
}

async function logout(request: Request, response: Response): Promise<void> {
  if (!(auth instanceof SessionAuth)) return sendError(response, 404, 'Not found');
  if (!(await auth.destroySession(request))) return sendError(response, 404, 'Not found');
  response.clearCookie(SESSION_NAME, cookieOptions(request));
  response.json({});
}

/** The attributes of the session cookie (RFC 6265, section 4.1.2; SameSite comes from its successor). */
function cookieOptions(request: Request): CookieOptions {
  return {
    path: '/',
    // Scripts cannot read it, so a script that was smuggled into a page cannot carry it off.
    httpOnly: true,
    // Other sites cannot make the browser send it along with their forms.
    sameSite: 'lax',
    // Once sent over HTTPS, it never travels in the clear.
    secure: request.secure,
  };
}
