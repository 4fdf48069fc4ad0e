import { marked } from 'marked';
import { expect, test } from 'vitest';
import { CLASS, GOOD, GUARD_FAILED, INPUTS, REFUSED, WEAK } from './class_fixture.ts';
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
  expect(toFeedback(GUARD_FAILED, CLASS)).toContain('gives no points, because \\[7.1] failed');
  expect(toFeedback(REFUSED, CLASS)).toContain('**Score: 0 of 8.**');
  expect(toFeedback(REFUSED, CLASS)).toContain('=HYPERLINK');
});
