import { afterAll, beforeAll, TestRunner } from 'vitest';
import { FileFolder } from '../file_folder.ts';
import { missingPart } from '../system_parts.ts';
import { type Postgres, startPostgres } from './postgres.ts';

/** The databases that the finished server runs on. */
export const KINDS = ['SQLite', 'PostgreSQL'] as const;
export type Kind = (typeof KINDS)[number];

/** Tags of the tests on a kind: a server of PostgreSQL takes seconds to start. */
export const TAGS: Record<Kind, string[]> = { SQLite: [], PostgreSQL: ['long'] };

/** Databases for one file of tests. They are there from its first test to its last. */
export type Databases = {
  /** Whether this kind is on this machine, and wanted. */
  has(kind: Kind): boolean;
  /** The URL of a database of this kind and name. */
  url(kind: Kind, name: string): Promise<string>;
  /** The server, where PostgreSQL is installed and long tests are run. */
  readonly postgres: Postgres | undefined;
};

/** Before the tests of this file, makes room for SQLite files, and starts PostgreSQL where it is installed and wanted. */
export function openDatabases(): Databases {
  const folder = new FileFolder('databases');
  const hasPostgres = !missingPart('postgres') && TestRunner.matchesTags(TAGS.PostgreSQL);
  let postgres: Postgres | undefined;
  if (hasPostgres) {
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres?.[Symbol.asyncDispose]());
  }
  return {
    has: (kind) => kind === 'SQLite' || hasPostgres,
    url: async (kind, name) =>
      kind === 'SQLite' ? `sqlite:${folder.at(`${name}.db`)}` : ((await postgres?.database(name)) ?? ''),
    get postgres() {
      return postgres;
    },
  };
}
