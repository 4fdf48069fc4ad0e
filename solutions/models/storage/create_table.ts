import type { Kysely } from 'kysely';
import { columnName } from './columns.ts';
import type { TableDefinition, Tables } from './definition.ts';

/** Creates what is missing of a table and its indexes. Several processes may do so at once. */
export async function createTable(db: Kysely<Tables>, { table, columns, indexes }: TableDefinition): Promise<void> {
  let creation = db.schema.createTable(table).ifNotExists();
  for (const attribute of Object.keys(columns)) {
    creation = creation.addColumn(columnName(attribute), 'text', (column) => {
      return attribute === 'id' ? column.primaryKey().notNull() : column;
    });
  }
  await creation.execute();

  for (const { on, unique } of indexes) {
    const names = on.map(columnName);
    const index = db.schema
      .createIndex([table, ...names].join('_'))
      .ifNotExists()
      .on(table)
      .columns(names);
    await (unique ? index.unique() : index).execute();
  }
}
