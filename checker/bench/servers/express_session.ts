/** References: express-session with a MemoryStore, or with an SQLite store: `express_session.ts [PATH DURABILITY]`. */
import { DatabaseSync } from 'node:sqlite';
import express from 'express';
import session, { MemoryStore, type Store } from 'express-session';
import { listen, someUser } from './listen.ts';
import { type Durability, SqliteStore } from './sqlite_store.ts';

declare module 'express-session' {
  interface SessionData {
    user: ReturnType<typeof someUser>;
  }
}

const [path, durability] = process.argv.slice(2);
const store: Store = path ? new SqliteStore(new DatabaseSync(path), durability as Durability) : new MemoryStore();

const app = express();
app.use(session({ store, secret: 'for the benchmark only', resave: false, saveUninitialized: false }));
app.post('/login', (request, response) => {
  request.session.user = someUser();
  response.json({});
});
app.get('/api/v1/users/me', (request, response) => {
  if (!request.session.user) return void response.status(403).json({ error: 'Forbidden' });
  response.json(request.session.user);
});

// The cookie is signed, so it comes from a login.
const server = app.listen(0, '127.0.0.1', async () => {
  const { port } = server.address() as { port: number };
  const answer = await fetch(`http://127.0.0.1:${port}/login`, { method: 'POST' });
  server.close();
  listen(app, answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
});
