import { type Request, type Response, Router } from 'express';

/** Login. */
export const sessionAuth = Router({ caseSensitive: true });

sessionAuth.post('/auth_session/login', login);

/**
 * Logs a user in. The form fields `email` and `password` say who it is; the answer is the user, and a cookie with
 * the id of a new session. Where something is missing or wrong, the answer says what, and there is no cookie.
 */
async function login(_request: Request, _response: Response): Promise<void> {
  throw new Error('not written yet');
}
