import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportJsonSchema } from './report.ts';

const PUBLISHED = join(import.meta.dirname, 'report.schema.json');

test('the published schema is the one of the code', async () => {
  await expect(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(PUBLISHED);
  expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).toHaveProperty('$schema');
});
