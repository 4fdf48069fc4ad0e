import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server under measurement tells on its first line: where it listens, and the cookie of a session of its user. */
export type Ready = { port: number; cookie: string };

/** The user that all servers answer with, in the wire format. */
export function someUser(): Record<string, string | null> {
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    email: 'bob@example.com',
    first_name: 'Bob',
    last_name: null,
    created_at: now,
    updated_at: now,
  };
}

/** Listens on a free port of this machine, and says where. */
export function listen(listener: RequestListener, cookie: string): void {
  const server = createServer(listener).listen(0, '127.0.0.1', () => {
    const ready: Ready = { port: (server.address() as AddressInfo).port, cookie };
    console.log(JSON.stringify(ready));
  });
}
