import { test as base, inject } from 'vitest';
import { Fleet, type ServerConditions } from './fleet.ts';
import { givenSession, givenUser, type KnownUser } from './given.ts';
import type { HttpClient } from './http.ts';
import { RandomInputs } from './random.ts';
import type { LearnerServer } from './server.ts';
import type { Evidence, Step } from './verdict.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** The check protects what worked before. Names the mistake that it catches. */
    guard?: string;
    /** What is open if the check fails, in words: an account to others, or a session that should be over. */
    security?: string;
    /** The check proves many requirements at once, and says itself which of them was broken. */
    walk?: boolean;
    /** What a learner should look at, when the check fails. */
    help?: string;
    /** The evidence of the check, as JSON. Written by the fixtures. */
    evidence?: string;
  }
}

/** Milliseconds that a process may take to show that it had forged an answer. */
const PATIENCE = 1000;

/**
 * The checks of one task: a Vitest test with the learner's server at hand. The title of each begins with the requirements
 * that it proves. `conditions` are what the server runs with; a `describe` may set others, with `test.override`.
 *
 * Each file makes its own: what Vitest overrides at the top of a file would hold in the files that run after it, too.
 */
export function checks({ environment = {}, fakeTimers = false, database = 'memory' }: Partial<ServerConditions> = {}) {
  return fixtures
    .extend('environment', environment)
    .extend('fakeTimers', fakeTimers as boolean)
    .extend('database', database as ServerConditions['database']);
}

const fixtures = base
  /** Variables that the server starts with. */
  .extend('environment', {} as ServerConditions['environment'])
  /** Whether timeouts and intervals of the learner's stand still until the check moves the clock. */
  .extend('fakeTimers', false as boolean)
  /** Whether the database outlives a restart. */
  .extend('database', 'memory' as ServerConditions['database'])
  .extend('fleet', { scope: 'file' }, ({}, { onCleanup }) => {
    const fleet = new Fleet(inject('run'));
    onCleanup(() => fleet.end());
    return fleet;
  })
  /** A name for the session cookie other than the usual one: the same in all tasks, so that they can share a server. */
  .extend('ownCookieName', () => new RandomInputs(inject('run').seed, 'a cookie name').cookieName())
  /** Inputs of this check: the same for the same seed. */
  .extend('random', ({ task }) => new RandomInputs(inject('run').seed, task.name))
  /** The learner's server. */
  .extend(
    'server',
    async ({ task, fleet, environment, fakeTimers, database }, { onCleanup }): Promise<LearnerServer> => {
      fleet.demandAsked(task);
      const server = fleet.server({ environment, fakeTimers, database });
      onCleanup(async () => {
        task.meta.evidence = JSON.stringify(await evidenceOf(server, { task, fleet, environment }));
      });
      return server;
    },
  )
  /** The learner's servers under other conditions than those of the check, one after the other. */
  .extend('servers', ({ task, fleet }, { onCleanup }): Servers => {
    fleet.demandAsked(task);
    const servers = new Servers(fleet);
    onCleanup(async () => {
      const evidence = await servers.evidence(task);
      if (evidence) task.meta.evidence = JSON.stringify(evidence);
    });
    return servers;
  })
  /** A supertest agent on the learner's server. It keeps no cookies: a check says what it sends. */
  .extend('http', ({ server }): HttpClient => server.http)
  /** A user in the learner's database, made by the given model. */
  .extend('user', ({ server, random }): Promise<KnownUser> => givenUser(server, random))
  /** A session of that user: the value of its cookie. Made by the learner's `createSession`. */
  .extend('session', ({ server, user }): Promise<string> => givenSession(server, user));

/** What the test runner knows of a check that has ended. */
type Ended = { result?: { errors?: { name?: string }[] | undefined } | undefined };

type Context = { task: Ended; fleet: Fleet; environment: Record<string, string> };

/** What is known of a check that has ended, by its server. */
async function evidenceOf(server: LearnerServer, { task, fleet, environment }: Context): Promise<Evidence> {
  const { log, error } = await server.takePrinted();
  const failed = (task.result?.errors?.length ?? 0) > 0;
  const neverLoads = failed ? await fleet.failedOn(server) : undefined;
  const steps = server.steps.take({ failed });
  return {
    steps,
    log,
    ...(error?.file && { loggedError: error }),
    users: server.users.splice(0),
    environment,
    ...(neverLoads && { neverLoads }),
    ...(await brokenProtocol(task, server, steps)),
  };
}

/** Servers of one check under several conditions. Its evidence is that of the last one. */
export class Servers {
  #fleet: Fleet;
  #present: { server: LearnerServer; environment: Record<string, string> } | undefined;
  #seen: Partial<Evidence> | undefined;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** Whether a check of the same task has failed before. */
  get othersFailed(): boolean {
    return this.#fleet.hasFailed;
  }

  /** The server for these conditions. What was done with the one before has gone well, and is told to nobody. */
  async next(conditions: ServerConditions): Promise<LearnerServer> {
    const before = this.#present?.server;
    this.#present = undefined;
    if (before) {
      await before.takePrinted();
      before.steps.take({ failed: false });
      before.users.splice(0);
    }
    const server = this.#fleet.server(conditions);
    this.#present = { server, environment: conditions.environment };
    return server;
  }

  /** What was seen, where it was tried more than once. */
  tell(seen: Partial<Evidence>): void {
    this.#seen = seen;
  }

  async evidence(task: Ended): Promise<Evidence | undefined> {
    if (!this.#present) return undefined;
    const { server, environment } = this.#present;
    const evidence = await evidenceOf(server, { task, fleet: this.#fleet, environment });
    const failed = (task.result?.errors?.length ?? 0) > 0;
    return { ...evidence, ...(failed ? this.#seen : { steps: [], log: '', users: [] }) };
  }
}

/**
 * Why a check ended with an error that is no failure, where the submission brought that about. What a call gives back is put
 * together by the check's own function: a property that is missing there was taken away in the process of the submission.
 */
async function brokenProtocol(
  { result }: Ended,
  server: LearnerServer,
  steps: Step[],
): Promise<Pick<Evidence, 'brokeProtocol'>> {
  const fault = result?.errors?.find((error) => !('failure' in error));
  if (!fault) return {};
  if (await server.brokeProtocol(PATIENCE)) return { brokeProtocol: 'channel' };
  const called = steps.some((step) => step.what === 'call' && step.threw === undefined);
  return called && fault.name === 'TypeError' ? { brokeProtocol: 'answer' } : {};
}
