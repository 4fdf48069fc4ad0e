import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Query, Row } from '../../../solutions/models/storage/definition.ts';
import { readTogether } from '../../../solutions/models/storage/read_together.ts';

const query = (sql: string, ...parameters: string[]): Query => ({ sql, parameters });

function open() {
  const database = new DatabaseSync(':memory:');
  database.exec("create table names (name text); insert into names values ('Alice')");
  const transactions: boolean[] = [];
  const read = readTogether(database, ({ sql, parameters }) => {
    transactions.push(database.isTransaction);
    return database.prepare(sql).all(...(parameters as SQLInputValue[])) as Row[];
  });
  return { database, read, transactions };
}

test('reads of one turn share a transaction, which is over afterwards', async () => {
  const { database, read, transactions } = open();
  const rows = await Promise.all([read(query('select name from names')), read(query('select ? as text', 'Bob'))]);
  expect(rows.map(([row]) => ({ ...row }))).toEqual([{ name: 'Alice' }, { text: 'Bob' }]);
  expect(transactions).toEqual([true, true]);
  expect(database.isTransaction).toBe(false);
});

test('a read that fails leaves the others alone', async () => {
  const { database, read } = open();
  const results = await Promise.allSettled([read(query('select * from nobody')), read(query('select 1 as one'))]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(database.isTransaction).toBe(false);
  expect(await read(query('select name from names'))).toHaveLength(1);
});

test('a transaction that is under way stays open, with what was written in it', async () => {
  const { database, read } = open();
  database.exec("begin; insert into names values ('Bob')");
  expect(await read(query('select name from names'))).toHaveLength(2);
  expect(database.isTransaction).toBe(true);
  database.exec('rollback');
  expect(await read(query('select name from names'))).toHaveLength(1);
});

test('a database that was closed refuses, and nothing hangs', async () => {
  const { database, read } = open();
  const reading = read(query('select 1'));
  database.close();
  await expect(reading).rejects.toThrow('not open');
});
