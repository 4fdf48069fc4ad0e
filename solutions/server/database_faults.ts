import type { UnavailableError } from '../models/storage/unavailable_error.ts';

type Cause = Error & { code?: string; address?: string; port?: number; errors?: Cause[] };

/** Whether waiting does not help: a wrong user, password or database, or one that can only be read. */
export function isPermanent(error: UnavailableError): boolean {
  return /^(?:28|3D000|25006)/.test(causeOf(error).code ?? '');
}

/** Why the database is not available, as one sentence without secrets. */
export function reasonOf(error: UnavailableError): string {
  const { code = '', message } = causeOf(error);
  if (code === '28P01') return 'PostgreSQL refuses the password: check user and password in DATABASE_URL.';
  if (code.startsWith('28')) return 'PostgreSQL does not let this user in: check DATABASE_URL and pg_hba.conf.';
  if (code === '3D000') return 'PostgreSQL has no such database: make it, or correct the name in DATABASE_URL.';
  if (code === '25006') return 'The PostgreSQL database is read-only: name the primary server, not a replica.';
  if (code === '57014') return 'PostgreSQL does not answer in time: something may hold a lock on the tables.';
  if (code === 'ECONNREFUSED') return 'No PostgreSQL server answers at the address in DATABASE_URL.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The host in DATABASE_URL is not known.';
  return `PostgreSQL is not available: ${message || code || 'no reason was given'}.`;
}

/** A host with several addresses fails with an error for each: the first one stands for all. */
function causeOf(error: UnavailableError): Cause {
  const cause = error.cause as Cause;
  return cause.errors?.[0] ?? cause;
}
