import { requestOf } from '../../harness/http.ts';
import type { RequestHandle } from '../../harness/protocol.ts';
import type { LearnerServer } from '../../harness/server.ts';
import { together } from '../../harness/together.ts';

/** A call, and what it gave. */
export type Call = { method: 'createSession' | 'userIdForSessionId'; argument: unknown; value: unknown };

/** What `createSession` of the authentication in force gives for these users, all at the same time. */
export async function createSessions(server: LearnerServer, userIds: readonly string[]): Promise<unknown[]> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, ids: string[]) => {
      const sessions = auth as unknown as { createSession(userId: string): Promise<unknown> };
      return Promise.all(ids.map((id) => sessions.createSession(id)));
    },
    userIds,
  );
}

/**
 * What its methods give: `createSession` for `users`, and `userIdForSessionId` for `sessions`. Before the sessions, so many `guesses`
 * are looked up: ids that nobody made, which are told of only where one is known.
 */
export async function callMethods(
  server: LearnerServer,
  values: { users: unknown[]; sessions: unknown[]; guesses: number },
): Promise<Call[]> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, { users, sessions, guesses }: typeof values) => {
      const methods = auth as unknown as Record<Call['method'], (value: unknown) => unknown>;
      const calls: Call[] = [];
      for (const argument of users)
        calls.push({ method: 'createSession', argument, value: await methods.createSession(argument) });
      for (let guess = 0; guess < guesses; guess += 1) {
        const argument = `no session ${guess}`;
        const value = await methods.userIdForSessionId(argument);
        if (value !== null) calls.push({ method: 'userIdForSessionId', argument, value });
      }
      for (const argument of sessions)
        calls.push({ method: 'userIdForSessionId', argument, value: await methods.userIdForSessionId(argument) });
      return calls;
    },
    values,
  );
}

/** Whose these sessions are, asked for in this order. */
export async function ownersOf(server: LearnerServer, sessionIds: readonly unknown[]): Promise<unknown[]> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, ids: unknown[]) => {
      const sessions = auth as unknown as Record<Call['method'], (value: unknown) => Promise<unknown>>;
      const owners: unknown[] = [];
      for (const id of ids) owners.push(await sessions.userIdForSessionId(id));
      return owners;
    },
    sessionIds,
  );
}

/** Takes a session out of the database, as another process would. */
export async function removeStored(server: LearnerServer, sessionId: string): Promise<void> {
  await server.evaluate(
    'models/user_session.ts',
    async ({ UserSession }, sessionId: string) => {
      for (const session of await UserSession.search({ sessionId })) await session.remove();
    },
    sessionId,
  );
}

/** Makes so many sessions of a user, all at the same time, and gives the ids of the first and the last of them. */
export async function makeMany(
  server: LearnerServer,
  { userId, count }: { userId: string; count: number },
): Promise<unknown[]> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, id: string, count: number) => {
      const sessions = auth as unknown as Record<Call['method'], (value: unknown) => Promise<unknown>>;
      const made = await Promise.all(Array.from({ length: count }, () => sessions.createSession(id)));
      return [made[0], made[count - 1]];
    },
    userId,
    count,
  );
}

/** What `sessionCookie` gives for no request, and for requests with these `Cookie` headers, one after the other. */
export async function readCookies(server: LearnerServer, headers: readonly (string | undefined)[]): Promise<unknown[]> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, requests: unknown[]) => {
      const reader = auth as unknown as { sessionCookie(request: unknown): unknown };
      return [undefined, null, ...requests].map((request) => reader.sessionCookie(request));
    },
    await requestsWith(server, headers),
  );
}

/** Requests with these `Cookie` headers: to a path that is open, whatever comes. */
async function requestsWith(
  { http }: LearnerServer,
  headers: readonly (string | undefined)[],
): Promise<RequestHandle[]> {
  const sent = headers.map((header) => {
    const request = http.get('/api/v1/status');
    return header === undefined ? request : request.set('Cookie', header);
  });
  return (await together(sent)).map(requestOf);
}

/** What `destroySession` gives for no request, and for requests with these `Cookie` headers, one after the other. */
export async function destroySessions(
  server: LearnerServer,
  headers: readonly (string | undefined)[],
): Promise<unknown[]> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, requests: unknown[]) => {
      const sessions = auth as unknown as Record<
        'destroySession' | 'currentUser',
        (request: unknown) => Promise<unknown>
      >;
      const gave: unknown[] = [];
      for (const request of [undefined, null, ...requests]) {
        // Somebody who looks at the same time must not bring it back.
        const looking = Promise.resolve(sessions.currentUser(request)).catch(() => null);
        gave.push(await sessions.destroySession(request));
        await looking;
      }
      return gave;
    },
    await requestsWith(server, headers),
  );
}
