import { type Answer, type HttpClient, requestOf } from './http.ts';
import { shouldAnswer, shouldBe, shouldSetCookie } from './judge.ts';
import type { LearnerServer } from './server.ts';

/** What every authentication with sessions has, whatever class it is of. */
type Sessions = {
  createSession(userId: string): unknown;
  userIdForSessionId(sessionId: unknown): unknown;
  destroySession(request: unknown): unknown;
};

/** A session of the authentication in force, made by its `createSession`. Gives the session id, which must be a text. */
export async function createSession(server: LearnerServer, { id }: { id: string }): Promise<string> {
  const sessionId: unknown = await server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, userId: string) => (auth as unknown as Sessions).createSession(userId),
    id,
  );
  shouldBe(typeof sessionId, 'string', 'The type of what `createSession(userId)` gives');
  return String(sessionId);
}

/** What the authentication in force says of a session id. */
export function userIdOf(server: LearnerServer, sessionId: unknown): Promise<unknown> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, id: unknown) => (auth as unknown as Sessions).userIdForSessionId(id),
    sessionId,
  );
}

/** What `destroySession` of the authentication in force gives for the request of an answer. */
export function destroySession(server: LearnerServer, answer: Answer): Promise<unknown> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, request: never) => (auth as unknown as Sessions).destroySession(request),
    requestOf(answer),
  );
}

/** A login over HTTP that must succeed. Gives the value of the cookie `_my_session_id`. */
export async function logIn(
  http: HttpClient,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const answer = await http.post('/api/v1/auth_session/login').type('form').send({ email, password });
  shouldAnswer(answer, 200);
  return shouldSetCookie(answer, '_my_session_id').value;
}
