import { expect, test } from 'vitest';
import { CLASS, classOf, NOT_LOADED, WEAK } from './class_fixture.ts';
import { toCsv } from './csv.ts';

test('one row a learner and one column a task; refused submissions have 0 and their reason', () => {
  const lines = toCsv(classOf(...CLASS.learners.slice(0, 3))).split('\r\n');
  expect(lines).toEqual([
    '\ufeffname,status,score,max score,percent,task 6 (3),task 7 (5),hours late,late penalty,reason',
    'Ada,graded,8,8,100,3,5,0,0,',
    '"Bea, ""B"" Bold",graded,2,8,25,2,0,0,0,',
    'Cem,graded,5.5,8,68.8,3,2.5,0,0,',
    '',
  ]);
});

test('what a spreadsheet would take for a formula has an apostrophe in front', () => {
  const text = toCsv(CLASS);
  expect(text).toContain("\r\n'@SUM(1+1),could not be judged,0,8,0,0,0,0,0,The checker could not find out.\r\n");
  expect(text).toContain('"\'=HYPERLINK(""http://x"")');
  const cells = text.slice(1).split(/\r\n|,/);
  expect(cells.filter((cell) => /^"?[=+\-@\t\r]/.test(cell))).toEqual([]);
});

test.each(['=1+1', '+1', '-1', '@x', '\t=1+1', '\r\n=1+1', '\u001b[31m=1+1'])('the name %j is no formula', (name) => {
  const [, row = ''] = toCsv(classOf({ ...WEAK, name })).split('\r\n');
  expect(row).toMatch(/^'[=+\-@]/);
});

test('a late submission says how late it is, and what that cost', () => {
  const late = { ...WEAK, mark: { ...WEAK.mark, late: { hours: 25.5, penalty: 0.8 } } };
  expect(toCsv(classOf(late))).toContain(',25.5,0.8,\r\n');
});

test('a server that does not load is told as that, with its first error', () => {
  expect(toCsv(classOf(NOT_LOADED))).toMatch(
    /\r\nDan,did not load,0,8,0,0,0,0,0,"Your server did not load: an error was thrown. SyntaxError: Expected ""\)"" \(api\/v1\/auth\/auth.ts:41\)"\r\n/,
  );
});

test('a submission without any point has a reason, though it loads', () => {
  const { result } = NOT_LOADED;
  const report = { ...(result.report as NonNullable<typeof result.report>), diagnostics: [] };
  const [, row = ''] = toCsv(classOf({ ...NOT_LOADED, result: { ...result, report } })).split('\r\n');
  expect(row).toMatch(/^Dan,graded,0,.*Your server did not load: an error was thrown\. TypeError/);
});

test('a class without learners has its headings', () => {
  expect(toCsv(classOf()).split('\r\n')).toHaveLength(2);
});
