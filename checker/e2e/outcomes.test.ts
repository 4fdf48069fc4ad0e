import { readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Change, prepend } from '../fixtures/change.ts';
import { submission } from '../fixtures/submission.ts';
import { type Check, type Report, reportSchema } from '../grading/report.ts';
import { survivorsIn } from '../sandbox/hostile.ts';
import { checked } from './kata.ts';
import { program } from './program.ts';

const APP = 'api/v1/app.ts';
const STATUS = 'api/v1/views/status.ts';

const checksOf = (report: Report): Check[] => report.tasks.flatMap(({ checks }) => checks);
const notPassed = (report: Report): Check[] => checksOf(report).filter(({ outcome }) => outcome !== 'passed');

async function check(changes: Record<string, Change>, ...args: string[]) {
  await using folder = await submission(changes);
  return await checked(folder.folder, ...args);
}

const AT_IMPORT = {
  'throws at import': ["throw new Error('forgot something');", 'an error was thrown'],
  'exits with 0 at import': ['process.exit(0);', 'the process ended (exit code 0)'],
  'never finishes loading': ['await new Promise(() => {});', 'within 5 s'],
  'loops at import': ['for (;;) {}', 'within 5 s'],
} as const;
type Fault = keyof typeof AT_IMPORT;
const FAULTS = Object.keys(AT_IMPORT) as Fault[];

test.each(FAULTS.slice(0, 1))(
  'a submission that %s did not load, and earns nothing for what is in that file',
  doesNotLoad,
);
test.each(FAULTS.slice(1))(
  'a submission that %s did not load, and earns nothing for what is in that file',
  { tags: 'long' },
  doesNotLoad,
);

async function doesNotLoad(fault: Fault): Promise<void> {
  const [code, reason] = AT_IMPORT[fault];
  // Others wait for their time to be up: those of one task are enough.
  const { report, code: exit } = await check({ [APP]: prepend(code) }, fault === FAULTS[0] ? '0-2' : '0');
  const [first, ...others] = checksOf(report);
  expect(first).toMatchObject({ outcome: 'failed', cause: 'did not load', reason: expect.stringContaining(reason) });
  expect(new Set(others.map(({ outcome }) => outcome))).toEqual(new Set(['blocked']));
  expect(report).toMatchObject({ diagnostics: [{ kind: 'did not load' }] });
  expect(report.tasks[0]).toMatchObject({ score: 0 });
  // The work of other tasks is in other files.
  for (const { score, maxScore } of report.tasks.slice(1)) expect(score).toBe(maxScore);
  expect(exit).toBe(1);
}

test("an error at import is shown with the learner's own file and line", async () => {
  const { report } = await check(
    { 'models/user.ts': (content) => content.replace('/** ', "\n\nthrow new RangeError('too far');\n/** ") },
    '0',
  );
  const line = report.diagnostics[0]?.error?.line ?? 0;
  expect(report.diagnostics[0]).toMatchObject({ error: { message: 'RangeError: too far', file: 'models/user.ts' } });
  expect(line).toBeGreaterThan(3);
});

test('TypeScript that is none is told with file and line', async () => {
  const { report } = await check({ [STATUS]: prepend('const = 1;') }, '0');
  expect(report.diagnostics).toContainEqual(
    expect.objectContaining({ kind: 'syntax', error: expect.objectContaining({ file: STATUS, line: 1 }) }),
  );
});

test('another module is refused once, by name', async () => {
  const { report } = await check({ [APP]: prepend("import lodash from 'lodash';\nconsole.log(lodash);") }, '0-1');
  expect(report.diagnostics.filter(({ kind }) => kind === 'forbidden module')).toMatchObject([
    { message: expect.stringContaining('"lodash"') },
  ]);
});

test('a handler that loops fails its check in time; a second one ends the task; other tasks are judged', {
  tags: 'long',
}, async () => {
  const loop = "app.use('/api/v1/users/me', () => { for (;;) {} });";
  const change: Change = (content) => content.replace(/(export const app = .*\n)/, `$1${loop}\n`);
  const { report } = await check({ [APP]: change }, '0-2');
  const causes = checksOf(report).map(({ cause }) => cause);
  expect(causes).toContain('timeout');
  expect(report.tasks[2]?.checks.every(({ outcome }) => outcome === 'passed')).toBe(true);
  const reasons = checksOf(report)
    .filter(({ outcome }) => outcome === 'blocked')
    .map(({ reason }) => reason);
  expect(reasons.join(' ')).toContain('crashed or hung twice');
});

test('a flood of output is cut, named, and costs nothing else', async () => {
  const flood =
    "app.use('/api/v1/users/me', (_request, _response, next) => { for (let i = 0; i < 40; i += 1) console.log('x'.repeat(100_000)); next(); });";
  const { report } = await check(
    { [APP]: (content) => content.replace(/(export const app = .*\n)/, `$1${flood}\n`) },
    '0-2',
  );
  expect(notPassed(report).map(({ cause }) => cause)).toContain('output limit');
  expect(report.tasks[2]?.checks.every(({ outcome }) => outcome === 'passed')).toBe(true);
});

test('garbage on the channel earns nothing', async () => {
  const { report, code } = await check(
    { [APP]: prepend("import { writeSync } from 'node:fs';\nwriteSync(3, 'garbage that is no frame');") },
    '0-1',
  );
  expect(report.score).toBe(0);
  expect(checksOf(report)[0]).toMatchObject({ outcome: 'failed', cause: 'protocol error' });
  expect(code).toBe(1);
});

test('objects that lie about themselves gain nothing', { tags: 'long' }, async () => {
  const lie = `
    const liar: unknown = new Proxy({ asymmetricMatch: () => true, toJSON: () => 'x', $$typeof: Symbol.for('jest.asymmetricMatcher') }, { get: () => () => true });
    Object.assign(SessionAuth.prototype, { createSession: async () => liar, userIdForSessionId: async () => liar });`;
  const { report } = await check({ 'api/v1/auth/session_auth.ts': (content) => content + lie }, '2-3');
  const earned = checksOf(report).filter(({ outcome, guard }) => outcome === 'passed' && !guard);
  // [2.1] is about the map, and that one is as it should be.
  expect(new Set(earned.flatMap(({ requirements }) => requirements))).toEqual(new Set(['2.1']));
});

test('a submission that listens on a port by itself is right', { tags: 'long' }, async () => {
  const { report, code } = await check({ [APP]: (content) => `${content}\napp.listen(3000);\n` });
  expect(notPassed(report)).toEqual([]);
  expect(code).toBe(0);
});

test('an unhandled rejection after the answer is a crash with a name', async () => {
  const late =
    "app.use('/api/v1/status', (_request, response, next) => { response.on('finish', () => void Promise.reject(new Error('too late'))); next(); });";
  const { report } = await check(
    { [APP]: (content) => content.replace(/(export const app = .*\n)/, `$1${late}\n`) },
    '0',
  );
  expect(notPassed(report).some(({ cause, error }) => cause === 'crashed' && error?.message === 'too late')).toBe(true);
});

test('no process and no file is left over, even of a server that hangs', { tags: 'long' }, async () => {
  await using hanging = await submission({
    [APP]: (content) => content.replace(/(export const app = .*\n)/, '$1app.use(() => { for (;;) {} });\n'),
  });
  await using scratch = await submission();
  const folder = join(scratch.folder, 'api');
  const { code } = await program(['check', '1', '--dir', hanging.folder], { env: { TMPDIR: folder } });
  expect(code).toBe(1);
  expect(await survivorsIn(folder, { patience: 3000 })).toEqual([]);
  expect(readdirSync(folder)).toEqual(['v1']);
});

test('sources may be JavaScript, and loading may wait for a timer', { tags: 'long' }, async () => {
  await using unusual = await submission({
    [APP]: prepend('await new Promise((resolve) => setTimeout(resolve, 2000));'),
  });
  for (const name of ['models/user', 'api/v1/views/status', 'api/v1/auth/basic_auth']) {
    const path = join(unusual.folder, name);
    const source = await readFile(`${path}.ts`, 'utf8');
    await writeFile(`${path}.js`, stripTypeScriptTypes(source));
    await rm(`${path}.ts`);
  }
  const { report, code } = await checked(unusual.folder, '0', '9');
  expect(notPassed(report)).toEqual([]);
  expect(code).toBe(0);
});

test('a file that is missing is named', async () => {
  await using wrong = await submission();
  await rm(join(wrong.folder, 'api/v1/auth/session_exp_auth.ts'));
  const { report } = await checked(wrong.folder, '9');
  expect(checksOf(report)[0]?.error?.message).toBe('There is no file api/v1/auth/session_exp_auth.ts.');
});

test('cookies with the words of the report change nothing in it', { tags: 'long' }, async () => {
  const cookies =
    "app.use((_request, response, next) => { response.append('Set-Cookie', 'a=requirements'); response.append('Set-Cookie', 'b=assertion'); next(); });";
  const { report } = await check(
    { [APP]: (content) => content.replace(/(export const app = .*\n)/, `$1${cookies}\n`) },
    '0',
    '7',
  );
  expect(reportSchema.safeParse(report).error).toBeUndefined();
  expect(notPassed(report).length).toBeGreaterThan(0);
});

test('a submission that does not load is marked out of the same points, by the same checks', {
  tags: 'long',
}, async () => {
  await using right = await submission();
  await using broken = await submission({ 'api/v1/app.ts': "throw new Error('no');" });
  const [full, none] = [await checked(right.folder), await checked(broken.folder)];
  const heads = ({ report }: typeof full) =>
    report.tasks.map(({ maxScore, checks }) => ({
      maxScore,
      checks: checks.map(({ id, points, guard }) => ({ id, points, guard })),
    }));
  expect(heads(none)).toEqual(heads(full));
  expect(none.report.maxScore).toBe(full.report.maxScore);
  for (const number of [0, 5]) expect(none.report.tasks[number]).toMatchObject({ number, score: 0 });
});
