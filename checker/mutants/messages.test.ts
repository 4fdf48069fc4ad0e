import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../project.ts';
import { readTree } from '../stages/compose.ts';
import { loadTasks } from '../tasks.ts';
import { GOLDEN, MESSAGES, messageFile } from './golden.ts';
import { mistakes } from './mistakes.ts';

const MIN_MESSAGES = 25;

/** A shorter line is a word that anybody would use. */
const MIN_LINE = 26;

const golden = mistakes.filter(({ name }) => GOLDEN.has(name));
const tasks = await loadTasks();

const normalised = (text: string) => text.replace(/\s+/g, ' ').trim();
const linesOf = (text: string) =>
  text
    .split('\n')
    .map(normalised)
    .filter(({ length }) => length >= MIN_LINE);

/** A message without the learner's own lines: in these tests they come from a changed copy of the finished server. */
function withoutOwnLines(message: string): string {
  return normalised(
    message
      .split('\n')
      .filter((line) => !/^[ >]+\d+ │/.test(line))
      .join('\n'),
  );
}

test('every task has messages that are kept, and no message is left over', () => {
  expect(golden.length).toBe(GOLDEN.size);
  expect(golden.length).toBeGreaterThanOrEqual(MIN_MESSAGES);
  expect(new Set(golden.map(({ task }) => task)).size).toBe(tasks.length);
  expect(readdirSync(MESSAGES).sort()).toEqual(golden.map((mistake) => basename(messageFile(mistake))).sort());
});

test('no message has a line of a check or of the finished server', async () => {
  const sources = [
    ...tasks.map(({ checks }) => readFileSync(checks, 'utf8')),
    ...[...(await readTree(PROJECT.solutions)).values()].map((content) => content.toString('utf8')),
  ];
  const specs = normalised(tasks.map(({ spec }) => readFileSync(spec, 'utf8')).join('\n'));
  // What a spec says, everybody may read.
  const secret = [...new Set(sources.flatMap(linesOf))].filter((line) => !specs.includes(line));
  expect(secret.length).toBeGreaterThan(1000);
  const leaks = golden.flatMap((mistake) => {
    const message = withoutOwnLines(readFileSync(messageFile(mistake), 'utf8'));
    return secret.filter((line) => message.includes(line)).map((line) => `${mistake.name}: ${line}`);
  });
  expect(leaks).toEqual([]);
});

test('a line of a check would be found', () => {
  const [check] = tasks;
  const [line = ''] = linesOf(readFileSync(join(String(check?.folder), 'checks.test.ts'), 'utf8'));
  expect(withoutOwnLines(`x\n   ${line.replaceAll(' ', '\n  ')}\n`)).toContain(line);
});

test('the message in the README is one of those that are kept', () => {
  const readme = readFileSync(join(PROJECT.root, 'README.md'), 'utf8');
  const shown = /^```text\n(.*?)^```$/ms.exec(readme)?.[1] ?? '';
  expect(shown.split('\n').length).toBeGreaterThan(15);
  const kept = golden.map((mistake) => readFileSync(messageFile(mistake), 'utf8'));
  expect(kept.filter((message) => message.startsWith(shown))).toHaveLength(1);
});
