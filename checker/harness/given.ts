import { words } from './data.ts';
import { type Answer, requestOf } from './http.ts';
import { should } from './judge.ts';
import type { RandomInputs } from './random.ts';
import type { LearnerServer } from './server.ts';
import { CheckFailure } from './verdict.ts';

/**
 * Steps that a check needs and does not judge. Where one fails, the check says nothing of its own requirement:
 * it is blocked by the requirement that the step stands for.
 */

/** A user as the checker knows it. */
export type KnownUser = { id: string; email: string; password: string; json: Record<string, unknown> };

/** Runs a step that stands for a requirement of an earlier task. */
export async function given<T>(prerequisite: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof CheckFailure) || error.failure.outcome !== 'failed') throw error;
    throw new CheckFailure({ ...error.failure, outcome: 'blocked', prerequisite });
  }
}

/** A new user with a random e-mail and password, made through the given model. `names` are its first and last name. */
export async function givenUser(server: LearnerServer, random: RandomInputs): Promise<KnownUser> {
  const credentials = { email: random.email(), password: random.password() };
  const names = { firstName: random.word(6), lastName: random.word(8) };
  const json = await server.evaluate(
    'models/user.ts',
    async ({ User }, { email, password }: typeof credentials, { firstName, lastName }: typeof names) => {
      const user = new User();
      Object.assign(user, { email, firstName, lastName });
      await user.setPassword(password);
      await user.save();
      return user.toJson();
    },
    credentials,
    names,
  );
  server.users.push({ ...credentials, ...(isWithId(json) && { id: json.id }) });
  should(isWithId(json), {
    reason: '`toJson()` of a new `User` gives no object with an `id`.',
    expected: { id: words('an id') },
    actual: json,
  });
  return { ...credentials, id: json.id, json };
}

/** RFC 6265, section 4.1.1. */
const COOKIE_VALUE = /^[!#-+\--:<-[\]-~]*$/;

/** A session made by the authentication in force, without the login route. Gives the session id. */
export async function givenSession(server: LearnerServer, user: { id: string }): Promise<string> {
  return given('2.3', async () => {
    const sessionId = await server.evaluate(
      'api/v1/auth/index.ts',
      async ({ auth }, id: string) =>
        (auth as unknown as { createSession(userId: string): Promise<unknown> }).createSession(id),
      user.id,
    );
    if (typeof sessionId === 'string' && COOKIE_VALUE.test(sessionId)) return sessionId;
    const what = typeof sessionId === 'string' ? 'an id that no cookie can hold' : 'no session id';
    const reason = `\`createSession(userId)\` gave ${what}.`;
    throw new CheckFailure({ outcome: 'failed', cause: 'assertion', reason });
  });
}

/** A login over HTTP. Gives the value of the session cookie. */
export async function givenLogin(
  server: LearnerServer,
  { email, password }: KnownUser,
  cookieName = '_my_session_id',
): Promise<string> {
  return given('7.6', async () => {
    const answer = await server.http.post('/api/v1/auth_session/login').type('form').send({ email, password });
    const cookies = [answer.headers['set-cookie'] ?? []].flat() as string[];
    const cookie = cookies.find((text) => text.startsWith(`${cookieName}=`));
    const value = cookie?.slice(cookieName.length + 1).split(';')[0];
    if (answer.status === 200 && value) return value;
    const reason = `A login with the right password answered ${answer.status} ${cookie ? 'with' : 'without'} the session cookie.`;
    throw new CheckFailure({ outcome: 'failed', cause: 'assertion', reason });
  });
}

/** The user that the learner's filter put on the request behind an answer, as its JSON. Where it is no `User`: what it is. */
export async function currentUserOf(server: LearnerServer, answer: Answer): Promise<unknown> {
  return server.evaluate(
    'models/user.ts',
    async ({ User }, request: { currentUser?: unknown }) => {
      const { currentUser } = request;
      if (currentUser instanceof User) return currentUser.toJson();
      return currentUser === null || currentUser === undefined ? currentUser : { 'no User, but': currentUser };
    },
    requestOf(answer),
  );
}

function isWithId(value: unknown): value is Record<string, unknown> & { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
