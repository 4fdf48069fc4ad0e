import type { GradedClass, Learner, Mark, Result } from '../grading/graded.ts';
import { scoreOf } from '../grading/points.ts';
import type { Check, Report, Task } from '../grading/report.ts';
import { REPORT_SCHEMA } from '../grading/report_version.ts';

/** Classes for tests of the outputs. Every text that a submission chooses is hostile to some format. */

export const HOSTILE_NAME = "<script>alert(1)</script>=cmd|' /C calc'!A0";
export const HOSTILE_TEXT =
  '</script><script>alert(2)</script><!-- &amp; ]]> \u001b[31mred\u0000 \u202Eback `tick` | *x* [a](javascript:b)';

/** Inputs as the checks make them. None may be in what a learner is sent. */
export const INPUTS = {
  email: 'kq3v9x1z@k0wq2e.example',
  password: 'k1m2n3b4v5c6-417',
  cookieName: '_kw8e2r4t_id',
  uuid: '8f14e45f-ceea-4e7a-9c3d-2b1a0f9e8d7c',
  word: 'kabcdefghi',
};

const heads = [
  { number: 6, title: 'Use the session id', maxScore: 3 },
  { number: 7, title: 'Log in', maxScore: 5 },
];

const passed = (id: string, points: number): Check => ({
  id,
  title: `what ${id} proves`,
  requirements: [id],
  guard: points === 0,
  outcome: 'passed',
  points,
});

/** A failed check with everything that a report can hold. */
export const FAILED: Check = {
  ...passed('7.4', 3),
  title: 'the password of `email` is *not* taken',
  outcome: 'failed',
  cause: 'assertion',
  reason: `The user of ${INPUTS.email} should be {"name":"${INPUTS.word}"}, but it is ["${INPUTS.word}",null].`,
  help: 'Look at the filter.',
  compared: `The user of ${INPUTS.email}`,
  expected: { name: INPUTS.word },
  actual: [INPUTS.word, null],
  differences: [{ path: ['body', 'name'], expected: INPUTS.word }],
  error: {
    message: `TypeError: no user ${INPUTS.email.toUpperCase()}, ${INPUTS.word}! ${HOSTILE_TEXT}`,
    file: 'api/v1/views/users.ts',
    line: 3,
    source: [
      { line: 2, text: '// ``` <b>' },
      { line: 3, text: 'throw new TypeError(email);' },
    ],
  },
  log: `${INPUTS.password}\n${HOSTILE_TEXT}\n${'long '.repeat(2000)}`,
  curl: [`curl -d email=${INPUTS.email} http://127.0.0.1:5000/api/v1/auth_session/login`],
  exchanges: [
    {
      at: 0,
      method: 'POST',
      path: '/api/v1/auth_session/login',
      requestHeaders: { cookie: `${INPUTS.cookieName}=${INPUTS.uuid}` },
      requestBody: `email=${encodeURIComponent(INPUTS.email)}&password=${INPUTS.password}&name=${INPUTS.word}`,
      status: 200,
    },
  ],
  timeline: [
    { what: 'clock', at: 0, by: 60_001 },
    { what: 'call', at: 60_001, action: 'calls createSession', modules: ['models/user.ts'], gave: HOSTILE_TEXT },
    { what: 'restart', at: 60_001 },
    {
      what: 'request',
      at: 60_001,
      wrong: true,
      line: 'POST /api/v1/auth_session/login',
      cookie: `${INPUTS.cookieName}=${INPUTS.uuid}`,
      status: 200,
      setCookie: ['a=b'],
    },
  ],
};

const BLOCKED: Check = {
  ...passed('7.5', 2),
  outcome: 'blocked',
  cause: 'prerequisite',
  prerequisite: '7.4',
  reason: '[7.4] does not hold yet, so this check says nothing.',
};

const UNKNOWN: Check = {
  ...passed('6.2', 1),
  outcome: 'error',
  cause: 'protocol error',
  reason: 'The checker could not find out: no process.',
};

function taskOf({ number, title, maxScore }: (typeof heads)[number], checks: Check[]): Task {
  const requirements = checks.map(({ id }) => ({ id, text: `What \`${id}\` *demands*.`, place: 'tasks/README.md:1' }));
  return {
    number,
    title,
    spec: 'tasks/README.md',
    requirements,
    score: scoreOf({ maxScore, checks }),
    maxScore,
    checks,
  };
}

function learnerOf(name: string, fileName: string, given: Partial<Result> & { tasks?: Check[][] }): Learner {
  const { tasks, ...rest } = given;
  const judged = tasks?.map((checks, place) => taskOf(heads[place] as (typeof heads)[number], checks)) ?? [];
  const marks: Mark['tasks'] = heads.map((head) => {
    const score = judged.find(({ number }) => number === head.number)?.score ?? 0;
    return { ...head, score, counts: true };
  });
  const score = marks.reduce((sum, task) => sum + task.score, 0);
  const result: Result = {
    schema: 2,
    name,
    submitted: '2026-11-20T14:05:06.789Z',
    checks: 'f00d',
    status: 'graded',
    ...(tasks && { report: reportOf(fileName, judged, score) }),
    ...rest,
  };
  return { name, fileName, result, mark: { tasks: marks, score, maxScore: 8 } };
}

function reportOf(submission: string, tasks: Task[], score: number): Report {
  const head = {
    schema: REPORT_SCHEMA,
    kata: '0.1.0',
    submission,
    contentHash: 'c0ffee',
    seed: 4711,
    runtime: '26',
    sandbox: 'basic',
  } as const;
  return { ...head, tasks, score, maxScore: 8, diagnostics: [] };
}

export const GOOD = learnerOf('Ada', 'Ada', {
  tasks: [
    [passed('6.1', 2), passed('6.2', 1)],
    [passed('7.1', 0), passed('7.4', 3), passed('7.5', 2)],
  ],
});

export const WEAK = learnerOf('Bea, "B"\nBold', 'Bea', {
  tasks: [
    [passed('6.1', 2), UNKNOWN],
    [passed('7.1', 0), FAILED, BLOCKED],
  ],
});

export const GUARD_FAILED = learnerOf('Cem', 'Cem', {
  tasks: [
    [passed('6.1', 2), passed('6.2', 1)],
    [{ ...FAILED, id: '7.1', requirements: ['7.1'], guard: true, points: 0 }, passed('7.4', 3), passed('7.5', 2)],
  ],
});

export const REFUSED = learnerOf(HOSTILE_NAME, 'script', {
  status: 'refused',
  reason: `=HYPERLINK("http://x") ${HOSTILE_TEXT}`,
});

export const NOT_JUDGED = learnerOf('@SUM(1+1)', 'SUM', { status: 'error', reason: 'The checker could not find out.' });

const NO_SERVER: Check = { ...BLOCKED, reason: 'Your server does not load, so nothing else was judged.' };

const NOT_LOADED_TASKS: Check[][] = [
  [{ ...FAILED, cause: 'did not load', reason: 'Your server did not load: an error was thrown.' }, NO_SERVER],
  Array.from({ length: 300 }, (_, index) => ({ ...NO_SERVER, id: `7.${index}` })),
];

/** Its server does not load: one check says so, and all others are blocked. */
export const NOT_LOADED = withDiagnostic(learnerOf('Dan', 'Dan', { tasks: NOT_LOADED_TASKS }));

function withDiagnostic(learner: Learner): Learner {
  const error = { message: 'SyntaxError: Expected ")"', file: 'api/v1/auth/auth.ts', line: 41 };
  const message = 'Your server did not load: an error was thrown.';
  const report: Report = {
    ...(learner.result.report as Report),
    diagnostics: [{ kind: 'did not load', message, help: 'Start it yourself to see the same: `npm run dev`.', error }],
  };
  return { ...learner, result: { ...learner.result, report } };
}

/** A class of these learners. */
export function classOf(...learners: Learner[]): GradedClass {
  const tasks = heads.map((head) => ({ ...head, counts: true }));
  return { kata: '0.1.0', seed: 4711, sandbox: 'basic', tasks, policy: ['Task 7 counts 2 times.'], learners };
}

/** A class with one learner of each kind. */
export const CLASS = classOf(GOOD, WEAK, GUARD_FAILED, REFUSED, NOT_JUDGED);
