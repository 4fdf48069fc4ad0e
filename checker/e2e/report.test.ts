import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { submission } from '../fixtures/submission.ts';
import type { Report } from '../grading/report.ts';
import { PROJECT } from '../project.ts';
import { kata } from './kata.ts';

const MIN_CHECKS = 90;

const schema = JSON.parse(readFileSync(join(PROJECT.root, 'checker', 'grading', 'report.schema.json'), 'utf8'));
const validate = new Ajv2020({ strict: false }).compile(schema);

test('the finished server passes everything; the report is valid, and the same bytes for the same seed', async () => {
  const args = ['check', '--dir', PROJECT.solutions, '--json', '--seed', '4711'];
  const [one, two] = [await kata(args), await kata(args)];
  const report = JSON.parse(one.stdout) as Report;
  expect(validate(report) || validate.errors).toBe(true);
  const checks = report.tasks.flatMap((task) => task.checks);
  expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(checks.length).toBeGreaterThanOrEqual(MIN_CHECKS);
  expect(two.stdout).toBe(one.stdout);
  expect([one.code, two.code]).toEqual([0, 0]);
});

test('the report of a wrong server is valid too, and the same bytes for the same seed', { tags: 'long' }, async () => {
  const changed = (content: string) => content.replaceAll(/'me'|\/me\b/g, (text) => text.replace('me', 'you'));
  await using wrong = await submission({ 'api/v1/views/users.ts': changed });
  const args = ['check', '0', '7', '--dir', wrong.folder, '--json', '--seed', '4711'];
  const [one, two] = [await kata(args), await kata(args)];
  expect(validate(JSON.parse(one.stdout)) || validate.errors).toBe(true);
  expect(two.stdout).toBe(one.stdout);
  expect([one.code, two.code]).toEqual([1, 1]);
});
