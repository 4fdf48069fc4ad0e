import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contents, emptyClass } from '../e2e/graded.ts';
import { answerTo, type Check } from '../grading/batch/job.ts';
import { contentHash } from '../harness/compile.ts';
import type { Io } from '../io.ts';
import { PROJECT } from '../project.ts';
import { GOOD, GUARD_FAILED, WEAK } from '../reporters/class_fixture.ts';
import { type GradeFlags, grade } from './grade.ts';

/**
 * A run that goes on, again and again, beside one that is begun when all has happened. The intake, the dates, what is kept and the
 * outputs are the real ones; only the checks are replaced, by a function of what a verdict may depend on.
 */
async function course() {
  const made = await emptyClass();
  let checks = 'checks 1';
  const path = (learner: string, ...names: string[]) => join(made.class, learner, ...names);
  return {
    ...made,
    path,
    repairChecks: (name: string) => {
      checks = name;
    },
    work: (learner: string, text: string, day = 1) => {
      mkdirSync(path(learner, 'workspace/api/v1'), { recursive: true });
      writeFileSync(path(learner, 'workspace/api/v1/app.ts'), text);
      touch(path(learner, 'workspace/api/v1/app.ts'), day);
    },
    policy: (rows: string, name = 'policy') => {
      const late = { deadlines: `${name}.csv`, perDay: 0.1, atMost: 0.5 };
      writeFileSync(made.at(`${name}.json`), JSON.stringify({ schema: 1, late }));
      writeFileSync(made.at(`${name}.csv`), `name,deadline\n${rows}`);
      return made.at(`${name}.json`);
    },
    /** Returns the names of those who were judged, and what was printed. `most`: the reader goes away after that many. */
    run: async (paths: string[], flags: GradeFlags, most = Number.POSITIVE_INFINITY) => {
      const judged: string[] = [];
      const said = new Output();
      const unread = new AbortController();
      const check: Check = async (folder, { name, seed, level }) => {
        judged.push(name);
        if (judged.length >= most) unread.abort(new Error('unread'));
        const content = await contentHash(folder);
        const isOdd = Number.parseInt(content[0] ?? '', 16) % 2 === 1;
        const text = readFileSync(join(folder, 'api/v1/app.ts'), 'utf8');
        const { report } = (text === UNKNOWN ? WEAK : isOdd ? GOOD : GUARD_FAILED).result;
        if (!report) throw new Error('The model has no report.');
        const head = { submission: name, contentHash: content, seed, sandbox: level, runtime: checks };
        return { report: { ...report, ...head }, errors: [] };
      };
      const newJob = () => ({
        run: (request: Parameters<typeof answerTo>[0]) => answerTo(request, check),
        end: async () => {},
      });
      const judges = { newJob, fingerprint: async () => checks };
      const io = { stdout: said, stderr: said, env: {}, home: { ...PROJECT, tell: () => {} }, unread: unread.signal };
      const all = { out: made.out, sandbox: 'none', jobs: '2', ...flags };
      const code = await grade(io as unknown as Io, paths, all, judges).catch((error: Error) => error.message);
      return { code, judged: judged.sort(), said: said.text };
    },
  };
}

/** Work of which a check does not find out what it is worth. */
const UNKNOWN = 'unknown';

class Output extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

const touch = (path: string, day: number) =>
  utimesSync(path, Date.UTC(2026, 10, day) / 1000, Date.UTC(2026, 10, day) / 1000);
const STAR = '*,2026-11-05T00:00:00Z\n';
const RESUME = { resume: true } as const;

async function rows(out: string): Promise<string[]> {
  return readFileSync(join(out, 'grades.csv'), 'utf8').trim().split('\r\n').slice(1);
}

test('no mark or time moves to another learner when somebody joins or leaves', async () => {
  await using made = await course();
  for (const [learner, day] of [
    ['Б', 9],
    ['В', 2],
  ] as const)
    made.work(learner, 'same', day);
  await made.run([made.class], { seed: '1', policy: made.policy(STAR) });
  const [, late] = await rows(made.out);
  made.work('А', 'same', 1);
  rmSync(made.path('Б'), { recursive: true });
  const { judged, said } = await made.run([made.class], RESUME);
  expect(judged).toEqual(['А']);
  expect(said).toMatch(/No longer among the submissions: "Б"\./);
  expect((await rows(made.out)).map((row) => row.split(',')[0])).toEqual(['А', 'В']);
  expect((await rows(made.out)).at(1)).toBe(late);
  expect(Object.keys(await contents(made.out)).join()).not.toMatch(/Б/);
});

test('one that becomes another under the same name of a file gets nothing of it', async () => {
  await using made = await course();
  made.work('ann', 'a');
  made.work('bob', 'a');
  await made.run([made.class], { seed: '1' });
  const [ann, bob] = ['ann', 'bob'].map((name) => join(made.out, 'submissions', `${name}.json`)) as [string, string];
  cpSync(ann, bob);
  expect((await made.run([made.class], RESUME)).judged).toEqual(['bob']);
  expect(JSON.parse(readFileSync(bob, 'utf8'))).toMatchObject({ name: 'bob', report: { submission: 'bob' } });
});

test('other times, other deadlines and a repaired check reach what is kept', async () => {
  await using made = await course();
  made.work('ann', 'a', 9);
  made.work('bob', 'b', 9);
  await made.run([made.class], { seed: '1', policy: made.policy(STAR) });
  const late = await rows(made.out);
  touch(made.path('ann', 'workspace/api/v1/app.ts'), 1);
  expect((await made.run([made.class], RESUME)).judged).toEqual([]);
  expect((await rows(made.out))[0]).not.toBe(late[0]);
  expect((await rows(made.out))[1]).toBe(late[1]);
  // The policy is a part of the run, and so is the class.
  made.policy(`${STAR}bob,2026-12-01T00:00:00Z\n`);
  expect((await made.run([], RESUME)).judged).toEqual([]);
  expect((await rows(made.out))[1]).not.toBe(late[1]);
  made.repairChecks('checks 2');
  const { judged, said } = await made.run([], RESUME);
  expect(judged).toEqual(['ann', 'bob']);
  expect(said).toMatch(/The checks, or what runs them, have changed since this run/);
  expect((await made.run([], RESUME)).judged).toEqual([]);
});

test('deadlines that fit nobody are told whenever they are used', async () => {
  await using made = await course();
  made.work('ann', 'a', 9);
  made.work('Zoë'.normalize('NFD'), 'a', 9);
  const policy = made.policy(`${STAR}anne,2026-12-20T23:59:00Z\nZoë,2026-12-20T23:59:00Z\n`);
  for (const [paths, flags] of [
    [[made.class], { seed: '1', policy }],
    [[], RESUME],
    [[], { remark: made.out }],
  ] as const)
    expect(await made.run([...paths], flags)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^policy\.csv: nobody in this class is called "anne" \(line 3\)\. /m),
    });
  expect((await rows(made.out)).map((row) => row.split(',').slice(-3, -1))).toEqual([
    ['0', '0'],
    ['96', expect.not.stringMatching(/^0$/)],
  ]);
});

test('another policy for the same results is that of the run from then on', async () => {
  await using made = await course();
  made.work('ann', 'a', 9);
  await made.run([made.class], { seed: '1' });
  const plain = await rows(made.out);
  expect((await made.run([], { remark: made.out, policy: made.policy(STAR) })).code).toBe(0);
  const late = await rows(made.out);
  expect(late).not.toEqual(plain);
  for (const flags of [{ remark: made.out }, RESUME]) {
    await made.run([], flags);
    expect(await rows(made.out)).toEqual(late);
  }
});

test('where a run was interrupted, nothing is told of work that nobody has looked at again', async () => {
  await using made = await course();
  for (const learner of ['ann', 'bob', 'cid']) made.work(learner, learner);
  await made.run([made.class], { seed: '1' });
  for (const learner of ['ann', 'bob', 'cid']) made.work(learner, `${learner} again`);
  expect((await made.run([], { ...RESUME, jobs: '1' }, 1)).code).toBe('unread');
  expect((await rows(made.out)).map((row) => row.split(',')[0])).toEqual(['ann']);
  expect(existsSync(join(made.out, 'feedback', 'ann.md'))).toBe(true);
  expect(existsSync(join(made.out, 'feedback', 'bob.md'))).toBe(false);
  expect((await made.run([], { remark: made.out })).code).toMatch(/is not finished/);
  expect((await made.run([], RESUME)).judged).toEqual(['bob', 'cid']);
});

test('another class is not taken for the rest of this one, and a file that is not ours stays', async () => {
  await using made = await course();
  made.work('ann', 'a');
  await made.run([made.class], { seed: '1' });
  const notes = ['notes.txt', 'feedback/ann.txt', 'feedback/Б.md', 'submissions/old.json'];
  for (const name of notes) writeFileSync(join(made.out, name), 'mine');
  const before = await contents(made.out);
  mkdirSync(made.at('other/zoe/workspace/api/v1'), { recursive: true });
  mkdirSync(made.at('other/yan'));
  writeFileSync(made.at('other/zoe/workspace/api/v1/app.ts'), '');
  expect((await made.run([made.at('other')], RESUME)).code).toMatch(/^Nobody of the run in .* is among these/);
  expect(await contents(made.out)).toEqual(before);
  made.work('bob', 'b');
  rmSync(made.path('ann'), { recursive: true });
  made.work('ann lee', 'a');
  await made.run([made.class, made.at('other')], RESUME);
  for (const name of notes) expect(readFileSync(join(made.out, name), 'utf8')).toBe('mine');
});

test('a second hand-in under the same name is told apart from the first, and nobody is said to be gone', async () => {
  await using made = await course();
  for (const learner of ['ann', 'bob']) made.work(learner, learner);
  await made.run([made.class], { seed: '1' });
  writeFileSync(made.at('class', 'bob.zip'), 'no archive');
  expect((await made.run([], RESUME)).said).not.toMatch(/No longer/);
  expect((await rows(made.out)).map((row) => row.split(',').slice(0, 2))).toEqual([
    ['ann', 'graded'],
    ['bob', 'graded'],
    ['bob', 'refused'],
  ]);
  expect(existsSync(join(made.out, 'feedback', 'bob.md'))).toBe(false);
});

const NAMES = ['ann', 'ann lee', 'Zoë', 'Б', 'В', '学生', 'con', '__proto__', '10', '2', 'a'.repeat(120)];
/** Of few, so that the same one is met again. */
const LEARNERS = 4;
const learner = fc.nat({ max: LEARNERS - 1 });
const step = fc.oneof(
  fc.record({
    does: fc.constant('works' as const),
    who: learner,
    text: fc.constantFrom('1', '2', '3', '4', UNKNOWN),
    day: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ does: fc.constant('leaves' as const), who: learner }),
  fc.record({ does: fc.constant('is renamed' as const), who: learner, to: learner }),
  fc.record({ does: fc.constant('is touched' as const), who: learner, day: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ does: fc.constant('breaks it' as const), who: learner }),
  fc.record({ does: fc.constant('packs it' as const), who: learner }),
  fc.record({ does: fc.constant('opens it in a file manager' as const), who: learner }),
  fc.record({
    does: fc.constant('policy' as const),
    file: fc.constantFrom('one', 'two'),
    who: learner,
    day: fc.integer({ min: 1, max: 20 }),
    named: fc.boolean(),
  }),
  fc.record({ does: fc.constant('checks' as const), name: fc.constantFrom('checks 1', 'checks 2') }),
  fc.record({
    does: fc.constant('run' as const),
    most: fc.constantFrom(1, 3, Number.POSITIVE_INFINITY),
    whole: fc.boolean(),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
type Course = Awaited<ReturnType<typeof course>>;

/** Does a step; gives the policy that is to be named from then on, if another one is. */
async function take(
  each: Step,
  { made, names, policy }: { made: Course; names: string[]; policy: string | undefined },
): Promise<string | undefined> {
  const who = 'who' in each ? (names[each.who] as string) : '';
  const place = made.path(who);
  if (each.does === 'works') made.work(who, each.text, each.day);
  if (each.does === 'leaves') rmSync(place, { recursive: true, force: true });
  if (each.does === 'is renamed' && existsSync(place) && !existsSync(made.path(names[each.to] as string)))
    renameSync(place, made.path(names[each.to] as string));
  if (each.does === 'is touched' && existsSync(join(place, 'workspace/api/v1/app.ts')))
    touch(join(place, 'workspace/api/v1/app.ts'), each.day);
  if (each.does === 'breaks it') rmSync(join(place, 'workspace/api/v1/app.ts'), { force: true });
  if (each.does === 'packs it') writeFileSync(`${place}.zip`, 'no archive');
  if (each.does === 'opens it in a file manager' && existsSync(place)) writeFileSync(join(place, '.DS_Store'), '');
  if (each.does === 'checks') made.repairChecks(each.name);
  if (each.does === 'run')
    await made.run(each.whole ? [made.class] : [], { resume: true, ...(policy && { policy }) }, each.most);
  if (each.does !== 'policy') return policy;
  const path = made.policy(`${STAR}${who},2026-11-${String(each.day).padStart(2, '0')}T00:00:00Z\n`, each.file);
  return each.named ? path : policy;
}

const people = fc.shuffledSubarray(NAMES, { minLength: LEARNERS, maxLength: LEARNERS });

test('after any history, a run that goes on comes to the same bytes as one that is begun anew', async () => {
  await fc.assert(
    fc.asyncProperty(people, fc.array(step, { minLength: 4, maxLength: 14 }), async (names, steps) => {
      await using made = await course();
      for (const name of ['who stays', 'who stays too', ...names]) made.work(name, '1');
      const begun = made.policy(STAR);
      let policy: string | undefined;
      await made.run([made.class], { seed: '7', policy: begun });
      for (const each of steps) policy = await take(each, { made, names, policy });
      const flags = policy ? { policy } : {};
      await made.run([], { ...RESUME, ...flags });
      // What was not known then is tried once more.
      const again = await made.run([], RESUME);
      const fresh = await made.run([made.class], { seed: '7', policy: policy ?? begun, out: made.at('new') });
      expect(again.code).toBe(fresh.code);
      expect(await contents(made.out)).toEqual(await contents(made.at('new')));
    }),
    { numRuns: process.env.KATA_LONG ? 300 : 10 },
  );
});
