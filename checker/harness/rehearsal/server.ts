import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import cookieParser from 'cookie-parser';
import express from 'express';
import { Kysely, SqliteDialect } from 'kysely';
import { v4 as uuid } from 'uuid';

/**
 * A small server of our own, no solution of anything: what it uses of the packages, nearly every submission uses. It serves
 * a rehearsal, so that this code is compiled when a submission comes.
 */

type Tables = { notes: { id: string; text: string; written_at: string } };

const sqlite = new DatabaseSync(':memory:');

const database = new Kysely<Tables>({
  dialect: new SqliteDialect({ database: { prepare, close: () => sqlite.close() } }),
});

function prepare(sql: string) {
  const statement = sqlite.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (values: readonly unknown[]) => statement.all(...(values as SQLInputValue[])),
    run: (values: readonly unknown[]) => statement.run(...(values as SQLInputValue[])),
    iterate: (values: readonly unknown[]) => statement.iterate(...(values as SQLInputValue[])),
  };
}

await database.schema
  .createTable('notes')
  .ifNotExists()
  .addColumn('id', 'text', (column) => column.primaryKey())
  .addColumn('text', 'text', (column) => column.notNull())
  .addColumn('written_at', 'text', (column) => column.notNull())
  .execute();

const notes = express.Router();

notes.post('/notes', async (request, response) => {
  const { text } = (request.body ?? {}) as { text?: string };
  if (typeof text !== 'string') return void response.status(400).json({ error: 'text missing' });
  const note = { id: uuid(), text, written_at: new Date().toISOString() };
  await database.insertInto('notes').values(note).execute();
  response.cookie('last_note', note.id, { httpOnly: true, sameSite: 'lax', path: '/' }).status(201).json(note);
});

notes.get('/notes', async (_request, response) => {
  response.json(await database.selectFrom('notes').selectAll().orderBy('written_at').execute());
});

notes.get('/notes/:id', async (request, response) => {
  const id = request.params.id === 'last' ? String(request.cookies.last_note) : request.params.id;
  const note = await database.selectFrom('notes').selectAll().where('id', '=', id).executeTakeFirst();
  if (!note) return void response.status(404).json({ error: 'Not found' });
  response.set('Cache-Control', 'no-store').json(note);
});

notes.put('/notes/:id', async ({ params: { id }, body }, response) => {
  const { text } = body as { text: string };
  await database.updateTable('notes').set({ text }).where('id', '=', id).execute();
  response.json({ id, text });
});

notes.delete('/notes/:id', async ({ params: { id } }, response) => {
  await database.deleteFrom('notes').where('id', '=', id).execute();
  response.clearCookie('last_note').status(204).end();
});

export const app = express();

app.disable('x-powered-by');
app.use(express.json(), express.urlencoded({ extended: false }), cookieParser());
app.use((request, _response, next) => {
  setTimeout(() => next(), request.get('authorization') ? 1 : 0);
});
app.use('/api', notes);
app.use((_request, response) => void response.status(404).json({ error: 'Not found' }));
app.use(((error: { status?: number }, _request, response, _next) => {
  response.status(error.status ?? 500).json({ error: 'refused' });
}) as express.ErrorRequestHandler);
