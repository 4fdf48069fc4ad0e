import { marked } from 'marked';
import { expect, test } from 'vitest';
import { CLASS, classOf, FAILED, GOOD, GUARD_FAILED, INPUTS, NOT_LOADED, REFUSED, WEAK } from './class_fixture.ts';
import { toFeedback } from './feedback.ts';

const text = toFeedback(WEAK, CLASS);

test('for each failed check: the requirement, what is wrong, the own lines, one next step, and how to repeat it', () => {
  expect(text).toContain('# Feedback for Bea, "B" Bold\n\n**Score: 2 of 8.**\n\nTask 7 counts 2 times.');
  expect(text).toMatch(/\| 7: Log in +\| 0 of 5 +\| 1 of 3 +\|/);
  expect(text).toContain('the password of `email` is _not_ taken');
  expect(text).toContain('**Should:** \\[7.4] What `7.4` _demands_.');
  expect(text).toContain('**Happened:** The user of … is not what it should be.');
  expect(text).toContain('> 3 | throw new TypeError(email);');
  expect(text).toContain('**Next:** Look at the filter.');
  expect(text).toContain('Repeat it at home: `npx kata check 7`');
  expect(text).toMatch(/These checks wait for others.*\n\n- \\?\[7\.5\]/);
  expect(text).toMatch(/could not be judged.*\n\n- \\?\[6\.2\]/);
});

test('no hidden input is in it', () => {
  for (const input of Object.values(INPUTS)) expect(text.toLowerCase()).not.toContain(input.toLowerCase());
  for (const word of ['curl', 'Cookie:', 'long long', '4711']) expect(text).not.toContain(word);
});

test('what a submission says is text, and no markup', () => {
  for (const learner of [WEAK, REFUSED]) {
    const html = marked.parse(toFeedback(learner, CLASS), { async: false, gfm: true });
    expect(html).toContain('&lt;/script&gt;');
    expect(html).not.toMatch(/<(?!\/?(?:h\d|p|strong|em|table|thead|tbody|tr|th|td|pre|code|ul|li)\b)/);
  }
});

test('a learner who passed everything reads so; a failed guard and a refusal are told', () => {
  expect(toFeedback(GOOD, CLASS)).toContain('Every check passed.');
  expect(toFeedback(GUARD_FAILED, CLASS)).toContain('\\[7.1] protects what worked before. It failed, which costs 2.5');
  expect(toFeedback(REFUSED, CLASS)).toContain('**Score: 0 of 8.**');
  expect(toFeedback(REFUSED, CLASS)).toContain('=HYPERLINK');
});

const PAGE = 66;

test('of a server that does not load, one page says why, and nothing of each check', () => {
  const page = toFeedback(NOT_LOADED, classOf(NOT_LOADED));
  expect(page.split('\n').length).toBeLessThan(PAGE);
  expect(page).toContain('SyntaxError: Expected ")" (api/v1/auth/auth.ts:41)');
  expect(page).toContain('npm run dev');
  expect(page).not.toContain('7.299');
});

test('of many checks that failed in a task, the first ones are told in full, and the others are named', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ ...FAILED, id: `7.4.${index}`, title: `number ${index}` }));
  const report = WEAK.result.report as NonNullable<typeof WEAK.result.report>;
  const tasks = report.tasks.map((task) => (task.number === 7 ? { ...task, checks: many } : task));
  const page = toFeedback({ ...WEAK, result: { ...WEAK.result, report: { ...report, tasks } } }, CLASS);
  expect(page.match(/\*\*Happened:\*\*/g)).toHaveLength(3);
  expect(page).toMatch(/Fix the ones above first:\n\n- \\\[7\.4\.3\] number 3/);
  expect(page).toContain('number 29');
  expect(page.split('\n').length).toBeLessThan(2 * PAGE);
});
