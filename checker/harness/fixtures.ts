import { test as base, inject } from 'vitest';
import { Fleet } from './fleet.ts';
import { givenSession, givenUser, type KnownUser } from './given.ts';
import type { HttpClient } from './http.ts';
import { RandomInputs } from './random.ts';
import type { LearnerServer } from './server.ts';
import type { Evidence } from './verdict.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What the check is worth. 1 where it says nothing, 0 for a guard. */
    points?: number;
    /** The check protects what worked before. Names the mistake that it catches. */
    guard?: string;
    /** What a learner should look at, when the check fails. */
    help?: string;
    /** The evidence of the check, as JSON. Written by the fixtures. */
    evidence?: string;
  }
}

type Database = 'memory' | 'file';

/** Milliseconds that a process may take to show that it had forged an answer. */
const PATIENCE = 1000;

/**
 * A check: a Vitest test with the learner's server at hand. Its title begins with the requirements that it proves.
 * A file, or a `describe`, sets what its server runs with: `test.override('environment', { AUTH_TYPE: 'session_auth' })`.
 */
export const test = base
  /** Variables that the server starts with. */
  .extend('environment', {} as Record<string, string>)
  /** Whether timeouts and intervals of the learner's stand still until the check moves the clock. */
  .extend('fakeTimers', false as boolean)
  /** Whether the database outlives a restart. */
  .extend('database', 'memory' as Database)
  .extend('fleet', { scope: 'file' }, ({}, { onCleanup }) => {
    const fleet = new Fleet(inject('run'));
    onCleanup(() => fleet.stop());
    return fleet;
  })
  /** Inputs of this check: the same for the same seed. */
  .extend('random', ({ task }) => new RandomInputs(inject('run').seed, task.name))
  /** The learner's server. */
  .extend(
    'server',
    async ({ task, fleet, environment, fakeTimers, database }, { onCleanup }): Promise<LearnerServer> => {
      const server = fleet.server({ environment, fakeTimers, database });
      onCleanup(async () => {
        const { log, error } = await server.takePrinted();
        const evidence: Evidence = {
          steps: server.steps.take({ failed: (task.result?.errors?.length ?? 0) > 0 }),
          log,
          ...(error?.file && { loggedError: error }),
          users: server.users.splice(0),
          environment,
          ...(hasFault(task) && { brokeProtocol: await server.brokeProtocol(PATIENCE) }),
        };
        task.meta.evidence = JSON.stringify(evidence);
      });
      return server;
    },
  )
  /** A supertest agent on the learner's server. It keeps no cookies: a check says what it sends. */
  .extend('http', ({ server }): HttpClient => server.http)
  /** A user in the learner's database, made by the given model. */
  .extend('user', ({ server, random }): Promise<KnownUser> => givenUser(server, random))
  /** A session of that user: the value of its cookie. Made by the learner's `createSession`. */
  .extend('session', ({ server, user }): Promise<string> => givenSession(server, user));

/** Whether the check ended with an error that is no failure: it stumbled over a value that it could not have asked for. */
function hasFault({ result }: { result?: { errors?: object[] | undefined } | undefined }): boolean {
  return result?.errors?.some((error) => !('failure' in error)) ?? false;
}
