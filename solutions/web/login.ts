import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { SessionAuth } from '../api/v1/auth/session_auth.ts';
import { User } from '../models/user.ts';
import { logLogin } from '../server/security_log.ts';
import { fill, textOf } from './forms.ts';
import { render } from './render.ts';
import { logIn } from './session_cookie.ts';

const fields = [
  { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', required: true },
  { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', required: true },
] as const;

/** The form, with what was typed before and what is wrong with it. */
export function showLogin(
  request: Request,
  response: Response,
  { errors = {}, problem }: { errors?: Record<string, string>; problem?: string } = {},
): void {
  render(response, 'login', { title: 'Log in', fields: fill([...fields], request.body, errors), problem });
}

/** Logs in with the form's e-mail and password. */
export function login(auth: SessionAuth): RequestHandler {
  return async (request, response) => {
    const email = textOf(request.body, 'email');
    const password = textOf(request.body, 'password');
    const errors = {
      ...(email === '' && { email: 'Enter your e-mail.' }),
      ...(password === '' && { password: 'Enter your password.' }),
    };
    if (Object.keys(errors).length > 0) return showLogin(request, response.status(400), { errors });

    const user = await userWith(email, password);
    if (user) {
      await logIn(auth, user, request, response);
      response.redirect(303, '/protected');
    } else showLogin(request, response.status(401), { problem: 'E-mail or password is wrong.' });
    logLogin(request, response);
  };
}

/**
 * The user with this e-mail and this password, or `null`. It takes the same time for an e-mail that nobody has: neither
 * the answer nor its time tells who is registered.
 */
async function userWith(email: string, password: string): Promise<User | null> {
  const [found] = await User.search({ email });
  const user = found?.passwordHash ? found : null;
  const isValid = await (user ?? (await somebody())).isValidPassword(password);
  return isValid ? user : null;
}

let stranger: Promise<User> | undefined;

/** A user who is not stored, and whose password nobody knows. */
function somebody(): Promise<User> {
  stranger ??= (async () => {
    const user = new User();
    await user.setPassword(randomUUID());
    return user;
  })();
  return stranger;
}

/** Makes ready what the first failed log-in would else have to wait for, and tell by it. */
export async function prepareLogin(): Promise<void> {
  await somebody();
}
