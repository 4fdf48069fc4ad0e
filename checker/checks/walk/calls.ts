import type { LearnerServer } from '../../harness/server.ts';

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

/** What its methods give: `createSession` for what is no user id, and `userIdForSessionId` for that and for texts, if it is asked. */
export async function callMethods(
  server: LearnerServer,
  values: { odd: unknown[]; texts: unknown[]; asks: boolean },
): Promise<Call[]> {
  return server.evaluate(
    'api/v1/auth/index.ts',
    async ({ auth }, { odd, texts, asks }: typeof values) => {
      const sessions = auth as unknown as Record<Call['method'], (value: unknown) => unknown>;
      const calls: Call[] = [];
      for (const argument of odd)
        calls.push({ method: 'createSession', argument, value: await sessions.createSession(argument) });
      for (const argument of asks ? [...odd, ...texts] : [])
        calls.push({ method: 'userIdForSessionId', argument, value: await sessions.userIdForSessionId(argument) });
      return calls;
    },
    values,
  );
}
