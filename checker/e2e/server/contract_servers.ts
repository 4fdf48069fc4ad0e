import { afterAll, expect } from 'vitest';
import { type Databases, type Kind, openDatabases } from './databases.ts';
import { type FinishedServer, startServer } from './finished_server.ts';

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What the API shows of a user without names. */
export const USER = {
  id: expect.stringMatching(UUID),
  email: expect.any(String),
  first_name: null,
  last_name: null,
  created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  updated_at: expect.any(String),
};

/** Databases for one file of tests, and what starts a server on one of them. All of it ends with the file. */
export function contractServers(): {
  databases: Databases;
  start: (kind: Kind, name: string, environment?: Record<string, string>) => Promise<FinishedServer>;
} {
  const databases = openDatabases();
  const servers: FinishedServer[] = [];
  afterAll(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
  });
  return {
    databases,
    start: async (kind, name, environment = {}) => {
      const server = await startServer({ DATABASE_URL: await databases.url(kind, name), ...environment });
      servers.push(server);
      return server;
    },
  };
}
