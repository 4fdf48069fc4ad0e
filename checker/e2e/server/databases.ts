import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Postgres, postgresIfWanted } from './postgres.ts';

/** The databases that the finished server runs on. */
export const KINDS = ['SQLite', 'PostgreSQL'] as const;
export type Kind = (typeof KINDS)[number];

/** Tags of the tests on a kind: a server of PostgreSQL takes seconds to start. */
export const TAGS: Record<Kind, string[]> = { SQLite: [], PostgreSQL: ['long'] };

/** Databases for one file of tests. Removed when it goes out of scope. */
export type Databases = AsyncDisposable & {
  /** Whether this kind is on this machine. */
  has(kind: Kind): boolean;
  /** The URL of a database of this kind and name. */
  url(kind: Kind, name: string): Promise<string>;
  postgres: Postgres | undefined;
};

/** Makes room for SQLite files, and starts PostgreSQL where it is installed and long tests are run. */
export async function openDatabases(): Promise<Databases> {
  const folder = mkdtempSync(join(tmpdir(), 'databases-'));
  const postgres = await postgresIfWanted();
  return {
    has: (kind) => kind === 'SQLite' || postgres !== undefined,
    url: async (kind, name) =>
      kind === 'SQLite' ? `sqlite:${join(folder, `${name}.db`)}` : ((await postgres?.database(name)) ?? ''),
    postgres,
    async [Symbol.asyncDispose]() {
      await postgres?.[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
