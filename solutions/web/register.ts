import type { Request, RequestHandler, Response } from 'express';
import type { SessionAuth } from '../api/v1/auth/session_auth.ts';
import { DuplicateError } from '../models/duplicate_error.ts';
import { User } from '../models/user.ts';
import { log } from '../server/log.ts';
import { LimitedError } from '../server/model_limits.ts';
import { accountTag } from '../server/security_log.ts';
import { fill, textOf, tooManyAttempts } from './forms.ts';
import { render } from './render.ts';
import { logIn } from './session_cookie.ts';

const LEAST_PASSWORD = 8;
// Names and e-mails are shown again: nothing that fills the screen.
const LONGEST_TEXT = 254;

const fields = [
  { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', required: true },
  { name: 'first_name', label: 'First name', type: 'text', autocomplete: 'given-name', required: false },
  { name: 'last_name', label: 'Last name', type: 'text', autocomplete: 'family-name', required: false },
  {
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'new-password',
    required: true,
    minlength: LEAST_PASSWORD,
    hint: `At least ${LEAST_PASSWORD} characters. A sentence is a good one.`,
  },
] as const;

/** The form, with what was typed before and what is wrong with it. */
export function showRegister(
  request: Request,
  response: Response,
  { errors = {}, problem }: { errors?: Record<string, string>; problem?: string } = {},
): void {
  render(response, 'register', { title: 'Register', fields: fill([...fields], request.body, errors), problem });
}

/** Makes the user whom the form describes, and logs him in. */
export function register(auth: SessionAuth): RequestHandler {
  return async (request, response) => {
    const errors = judge(request.body);
    if (Object.keys(errors).length > 0) return showRegister(request, response.status(400), { errors });

    const user = new User({
      email: textOf(request.body, 'email'),
      firstName: textOf(request.body, 'first_name') || null,
      lastName: textOf(request.body, 'last_name') || null,
    });
    try {
      await user.setPassword(textOf(request.body, 'password'));
      await user.save();
    } catch (error) {
      if (error instanceof LimitedError) {
        console.error(error);
        response.status(429).set('Retry-After', String(error.seconds));
        return showRegister(request, response, { problem: tooManyAttempts(error.seconds) });
      }
      if (!(error instanceof DuplicateError)) throw error;
      const taken = { email: 'This e-mail is registered already. Log in instead?' };
      return showRegister(request, response.status(400), { errors: taken });
    }
    log.info({ event: 'registration', account: accountTag(request) });
    await logIn(auth, user, request, response);
    response.redirect(303, '/protected');
  };
}

/** What is wrong with the form, by field. */
function judge(body: unknown): Record<string, string> {
  const email = textOf(body, 'email');
  const password = textOf(body, 'password');
  const tooLong = Object.fromEntries(
    ['email', 'first_name', 'last_name']
      .filter((name) => textOf(body, name).length > LONGEST_TEXT)
      .map((name) => [name, `Use at most ${LONGEST_TEXT} characters.`]),
  );
  return {
    ...(!/^[^\s@]+@[^\s@]+$/.test(email) && { email: 'Enter an e-mail address, such as you@example.com.' }),
    ...(password.length < LEAST_PASSWORD && { password: `Use at least ${LEAST_PASSWORD} characters.` }),
    ...tooLong,
  };
}
