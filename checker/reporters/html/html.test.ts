import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CLASS, classOf, FAILED, GOOD, HOSTILE_NAME, INPUTS, NOT_LOADED, WEAK } from '../class_fixture.ts';
import { buildPageData } from './build_page_data.ts';
import { toHtml } from './html.ts';
import type { PageData } from './page_data.ts';

const html = toHtml(CLASS);

const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
const dataOf = (text: string) => JSON.parse(/id="data">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '') as PageData;

test('the page holds one block of data and one script, whatever names and logs say', () => {
  expect(scripts.map(([, attributes]) => attributes)).toEqual([' type="application/json" id="data"', '']);
  expect(html.match(/<\/script/g)).toHaveLength(2);
  expect(html).not.toMatch(/<script>alert/);
  expect(scripts[0]?.[2]).not.toMatch(/[<>&\u2028\u2029]/);
  expect(dataOf(html).learners[3]?.name).toBe(HOSTILE_NAME);
});

test('only its own script and style may run, and nothing may be loaded', () => {
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    `script-src ${hash(scripts[1]?.[2] ?? '')}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(html).not.toMatch(/(?:src|href)="?(?:https?:)?\/\//);
});

test('the same class gives the same bytes', () => {
  expect(toHtml(CLASS)).toBe(html);
});

test('no text of the page has control characters, or characters that cannot be seen', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  expect(JSON.stringify(dataOf(html))).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
});

test('long logs are cut to their end', () => {
  const { failures } = buildPageData(classOf(WEAK));
  const log = failures.find(({ outcome }) => outcome === 'failed')?.log ?? '';
  expect(log.length).toBeLessThan(5000);
  expect(log).toMatch(/^… \(\d+ characters left out\)\n/);
});

test('what many learners failed alike stands once, and is one group, though their inputs differ', () => {
  const other = JSON.parse(JSON.stringify(WEAK).replaceAll(INPUTS.email, 'kother12@kx9x9x.example'));
  const { failures, groups } = buildPageData(classOf(WEAK, GOOD, WEAK, other));
  expect(failures).toHaveLength(4);
  expect(groups).toEqual([
    { checks: [3], reason: expect.stringContaining('The user of … should be'), learners: [0, 2, 3] },
  ]);
});

test('checks of one task that the same learners failed in the same way are one group', () => {
  const [first, second] = WEAK.result.report?.tasks ?? [];
  const tasks = [first, { ...second, checks: [FAILED, { ...FAILED, id: '7.4b' }] }];
  const report = { ...WEAK.result.report, tasks } as NonNullable<typeof WEAK.result.report>;
  const { groups } = buildPageData(classOf({ ...WEAK, result: { ...WEAK.result, report } }));
  expect(groups.map(({ checks, learners }) => [checks, learners])).toEqual([[[2, 3], [0]]]);
});

test('checks are counted over the class', () => {
  const { checks } = buildPageData(CLASS);
  expect(checks.map(({ id, passed, failed, blocked, error }) => [id, passed, failed, blocked, error])).toEqual([
    ['6.1', 3, 0, 0, 0],
    ['6.2', 2, 0, 0, 1],
    ['7.1', 2, 1, 0, 0],
    ['7.4', 2, 1, 0, 0],
    ['7.5', 2, 0, 1, 0],
  ]);
});

test('a server that does not load has that as its status, with its first error', () => {
  const { learners } = buildPageData(classOf(NOT_LOADED));
  expect(learners[0]).toMatchObject({ status: 'did not load', reason: expect.stringContaining('auth.ts:41') });
});
