import { availableParallelism } from 'node:os';
import { ConfigurationFaults } from './configuration_faults.ts';
import { readTls, type Tls } from './tls.ts';
import { readTrustedProxies } from './trusted_proxies.ts';

/** How many attempts somebody has, and in which time. 0 attempts: no limit. */
export type Limit = { attempts: number; seconds: number };

/** Everything that the environment decides about the finished server, beside what the API reads by itself. */
export type Configuration = {
  host: string;
  port: number;
  databaseUrl: string;
  databaseWaitSeconds: number;
  sessionSeconds: number;
  tls: Tls | null;
  trustProxy: false | number | string[];
  loginByAddress: Limit;
  loginByAccount: Limit;
  registerByAddress: Limit;
  registerByAccount: Limit;
  hashesAtOnce: number;
  shutdownSeconds: number;
  sweepSeconds: number;
};

type Environment = Record<string, string | undefined>;

const AUTH_TYPES = ['auth', 'basic_auth', 'session_auth', 'session_exp_auth', 'session_db_auth'];
const QUARTER_OF_AN_HOUR = 15 * 60;
const HOUR = 60 * 60;

// Node hashes on a pool of 4 threads, which files and names of hosts need too.
const MOST_HASHES = 3;

/** What a cookie's name may be made of (RFC 6265, section 4.1.1; RFC 9110, section 5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Reads and judges the whole environment.
 *
 * @throws {ConfigurationFaults} with all mistakes at once: nobody has to start the server five times to find five.
 */
export function readConfiguration(env: Environment): Configuration {
  const faults: string[] = [];

  function whole(name: string, fallback: number, least: number, most: number): number {
    const text = env[name];
    if (!text) return fallback;
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    faults.push(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
    return fallback;
  }

  function demand(isRight: boolean, fault: string): void {
    if (!isRight) faults.push(fault);
  }

  const type = env.AUTH_TYPE;
  demand(!type || AUTH_TYPES.includes(type), `AUTH_TYPE is "${type}", but must be one of: ${AUTH_TYPES.join(', ')}.`);
  const cookie = env.SESSION_NAME;
  demand(!cookie || TOKEN.test(cookie), `SESSION_NAME must be a cookie name, without spaces or ; = , and the like.`);
  const databaseUrl = env.DATABASE_URL || 'sqlite:kata.db';
  // The URL itself is not repeated: it may hold a password.
  demand(isDatabase(databaseUrl), 'DATABASE_URL must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE.');
  whole('SCRYPT_COST', 17, 1, 20);

  const configuration: Configuration = {
    host: env.API_HOST || '127.0.0.1',
    port: whole('API_PORT', 5000, 0, 65_535),
    databaseUrl,
    databaseWaitSeconds: whole('DATABASE_WAIT', 30, 0, HOUR),
    sessionSeconds: whole('SESSION_DURATION', 0, -1, 100 * 365 * 24 * HOUR),
    tls: readTls(env.TLS_CERT, env.TLS_KEY, faults),
    trustProxy: readTrustedProxies(env.TRUST_PROXY, faults),
    loginByAddress: { attempts: whole('LOGIN_LIMIT', 100, 0, 1e9), seconds: QUARTER_OF_AN_HOUR },
    loginByAccount: { attempts: whole('LOGIN_LIMIT_ACCOUNT', 10, 0, 1e9), seconds: QUARTER_OF_AN_HOUR },
    registerByAddress: { attempts: whole('REGISTER_LIMIT', 100, 0, 1e9), seconds: HOUR },
    registerByAccount: { attempts: whole('REGISTER_LIMIT_ACCOUNT', 10, 0, 1e9), seconds: HOUR },
    hashesAtOnce: whole('HASHES_AT_ONCE', Math.min(Math.max(1, availableParallelism() - 1), MOST_HASHES), 1, 64),
    shutdownSeconds: whole('SHUTDOWN_SECONDS', 10, 0, HOUR),
    sweepSeconds: whole('SWEEP_SECONDS', 600, 1, 24 * HOUR),
  };
  if (faults.length > 0) throw new ConfigurationFaults(faults);
  return configuration;
}

function isDatabase(url: string): boolean {
  return /^sqlite:.+$/.test(url) || (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url));
}
