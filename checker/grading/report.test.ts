import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { toData } from '../harness/data.ts';
import { Opaque } from '../harness/protocol.ts';
import { REPORT_SCHEMA, reportJsonSchema } from './report.ts';

const PUBLISHED = join(import.meta.dirname, 'report.schema.json');

test('the published schema is the one of the code', async () => {
  await expect(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(PUBLISHED);
  expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).toMatchObject({
    $id: `urn:session-auth-kata:report:${REPORT_SCHEMA}`,
  });
});

const ajv = new Ajv2020({ strict: false });
ajv.addSchema(reportJsonSchema(), 'report');
const isValue = (value: unknown) => ajv.validate('report#/$defs/value', value);

test.each([
  null,
  'text',
  [undefined, Number.NaN, -0, 10n, new Date(0), new Map([[1, new Set([2])]])],
  [new Opaque('instance', 'User', { id: 1 }), new Opaque('function'), new Opaque('symbol')],
  { a: { $kind: 'undefined' } },
])('a value of any kind is valid: %o', (value) => {
  expect(isValue(toData(value))).toBe(true);
});

test.each([{ $kind: 'strange' }, { $kind: 'undefined', text: '' }, { $kind: 'Map' }])(
  'what names another kind, or is not of that kind, is no value: %j',
  (value) => {
    expect(isValue(value)).toBe(false);
  },
);

test('the id of a check is that of a requirement, with a letter from its second check on', () => {
  const isId = (id: string) => ajv.validate('report#/properties/tasks/items/properties/checks/items/properties/id', id);
  expect(['7.8', '7.8b', '10.12'].filter((id) => !isId(id))).toEqual([]);
  expect(['7', '7.8.1', 'x', '7.8B', '7.{'].filter(isId)).toEqual([]);
});
