import { randomUUID } from 'node:crypto';
import { type Answer, ask, cookieOf } from './client.ts';

/** Somebody who is registered and logged in. */
export type Person = { email: string; password: string; cookie: string; id: string };

/** Registers somebody on the page, which logs in as well. */
export async function registered(url: string, email = `${randomUUID()}@example.com`): Promise<Person> {
  const password = `secret ${randomUUID()}`;
  const answer = await ask(url, 'POST', '/register', { form: { email, password } });
  const cookie = cookieOf(answer);
  const me = await ask(url, 'GET', '/api/v1/users/me', { cookie });
  if (me.status !== 200)
    throw new Error(`registering gave ${answer.status}, and users/me ${me.status}: ${answer.text}`);
  return { email, password, cookie, id: (me.json as { id: string }).id };
}

/** Logs in through the API. */
export function logIn(
  url: string,
  { email, password }: { email: string; password: string },
  path = '/api/v1/auth_session/login',
): Promise<Answer> {
  return ask(url, 'POST', path, { form: { email, password } });
}

/** The status with which the API answers the holder of a cookie. */
export async function statusOf(url: string, cookie: string): Promise<number> {
  return (await ask(url, 'GET', '/api/v1/users/me', { cookie })).status;
}
