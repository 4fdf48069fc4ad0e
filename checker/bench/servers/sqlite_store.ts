import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type SessionData, Store } from 'express-session';

type Done = (error?: unknown) => void;

/** How long a write waits: for the disk, as SQLite's default is and the finished server does; or only for the system. */
export type Durability = 'full' | 'normal';

/**
 * A store for express-session on the SQLite that the finished server uses too, as lean as its interface allows:
 * statements are prepared once, and the log is a write-ahead log. The stores on npm bring an SQLite of their own, which
 * has to be compiled, and do more for each request.
 */
export class SqliteStore extends Store {
  readonly #get: StatementSync;
  readonly #set: StatementSync;
  readonly #touch: StatementSync;
  readonly #destroy: StatementSync;

  constructor(database: DatabaseSync, durability: Durability) {
    super();
    database.exec(`pragma journal_mode = wal; pragma synchronous = ${durability}`);
    database.exec('create table if not exists sessions (id text primary key, data text, used integer)');
    this.#get = database.prepare('select data from sessions where id = ?');
    this.#set = database.prepare('insert or replace into sessions (id, data, used) values (?, ?, ?)');
    this.#touch = database.prepare('update sessions set used = ? where id = ?');
    this.#destroy = database.prepare('delete from sessions where id = ?');
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    const row = this.#get.get(id);
    setImmediate(done, null, row ? JSON.parse(String(row.data)) : null);
  }

  override set(id: string, session: SessionData, done: Done = () => {}): void {
    this.#set.run(id, JSON.stringify(session), Date.now());
    setImmediate(done);
  }

  /** express-session calls this after each request that did not change the session, so that it stays alive. */
  override touch(id: string, _session: SessionData, done: Done = () => {}): void {
    this.#touch.run(Date.now(), id);
    setImmediate(done);
  }

  override destroy(id: string, done: Done = () => {}): void {
    this.#destroy.run(id);
    setImmediate(done);
  }
}
