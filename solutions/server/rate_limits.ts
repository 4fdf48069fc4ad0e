import type { Request, RequestHandler, Response } from 'express';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { createPool } from '../models/storage/postgres_pool.ts';
import { networkOf } from './address.ts';
import type { Configuration, Limit } from './configuration.ts';
import { log, tag } from './log.ts';

/** The table of the counters on PostgreSQL. A migration makes it. */
export const LIMITS_TABLE = 'rate_limits';

/** Counts attempts. `null` where there is no limit. */
export type Limits = {
  loginByAddress: RateLimiterAbstract | null;
  loginByAccount: RateLimiterAbstract | null;
  registerByAddress: RateLimiterAbstract | null;
  registerByAccount: RateLimiterAbstract | null;
  close(): Promise<void>;
};

/** The limits that the configuration asks for. On PostgreSQL all instances count together; else each for itself. */
export async function createLimits(configuration: Configuration): Promise<Limits> {
  const isShared = configuration.databaseUrl.startsWith('postgres');
  const pool = isShared ? await createPool(configuration.databaseUrl) : null;

  function limiter(keyPrefix: string, { attempts, seconds }: Limit): RateLimiterAbstract | null {
    if (attempts === 0) return null;
    const options = { keyPrefix, points: attempts, duration: seconds };
    const memory = new RateLimiterMemory(options);
    if (!pool) return memory;
    const shared = { storeClient: pool, storeType: 'pool', tableName: LIMITS_TABLE, tableCreated: true };
    // While the database is away, each instance counts for itself.
    return new RateLimiterPostgres({ ...options, ...shared, insuranceLimiter: memory });
  }

  return {
    loginByAddress: limiter('login-address', configuration.loginByAddress),
    loginByAccount: limiter('login-account', configuration.loginByAccount),
    registerByAddress: limiter('register-address', configuration.registerByAddress),
    registerByAccount: limiter('register-account', configuration.registerByAccount),
    close: async () => pool?.end(),
  };
}

/** Answers for somebody who has to wait this long. */
export type Refuse = (request: Request, response: Response, seconds: number) => void;

/**
 * Lets a log-in through, or refuses it with 429. Each counts before it is tried, so that a thousand at once are no way
 * around; one that succeeded is taken back, so that nobody locks himself out by logging in.
 */
export function limitLogin(limits: Limits, refuse: Refuse): RequestHandler {
  return async (request, response, next) => {
    const network = networkOf(request.ip);
    const email: unknown = request.body?.email;
    const account = typeof email === 'string' ? tag(email) : null;
    let seconds = await count(limits.loginByAddress, network);
    // An address that has to wait must not use up the attempts of somebody's account.
    if (seconds === 0 && account !== null) seconds = await count(limits.loginByAccount, account);
    if (seconds > 0) return refuseAndLog('login', seconds, request, response, refuse);

    response.once('finish', () => {
      const succeeded = response.statusCode === 200 || response.statusCode === 303;
      if (!succeeded) return;
      takeBack(limits.loginByAddress, network);
      if (account !== null) takeBack(limits.loginByAccount, account);
    });
    next();
  };
}

/** Lets a registration through, or refuses it with 429. */
export function limitRegistration(limits: Limits, refuse: Refuse): RequestHandler {
  return async (request, response, next) => {
    const network = networkOf(request.ip);
    const seconds = await count(limits.registerByAddress, network);
    if (seconds > 0) return refuseAndLog('registration', seconds, request, response, refuse);
    response.once('finish', () => {
      // The API lets nobody register others who is not logged in: then nothing was tried.
      if (response.statusCode === 401 || response.statusCode === 403) takeBack(limits.registerByAddress, network);
    });
    next();
  };
}

/** Counts one attempt. Gives the seconds to wait, or 0 where it is within the limit. */
export async function count(limiter: RateLimiterAbstract | null, key: string): Promise<number> {
  try {
    await limiter?.consume(key);
    return 0;
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    return Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
  }
}

/** Gives an attempt back. Where the database is away, it stays counted. */
export function takeBack(limiter: RateLimiterAbstract | null, key: string): void {
  void limiter?.reward(key, 1).catch(() => {});
}

function refuseAndLog(what: string, seconds: number, request: Request, response: Response, refuse: Refuse): void {
  log.warn({ event: 'limited', what, seconds });
  response.status(429).set('Retry-After', String(seconds));
  refuse(request, response, seconds);
}
