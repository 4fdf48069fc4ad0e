import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Report } from '../grading/report.ts';
import type { LoopState } from './engine.ts';
import { draw, extent } from './screen.ts';
import { type Shown, TOP, type View } from './view.ts';

const titles = ['Et moi et moi et moi!', 'Empty session', 'Create a session', '会话的用户标识符', 'Session cookie'];
const tasks = titles.map((title, number) => ({ number, title, spec: `tasks/0${number}_name/README.md` }));

/** A report of task 2, in which these checks failed. */
function report(failed: number): Report {
  const checks = [1, 2, 3].map((index) => ({
    id: `2.${index}`,
    title: `two calls for one user give two sessions (${index})`,
    requirements: [`2.${index}`],
    guard: false,
    points: 1,
    ...(index <= failed
      ? {
          outcome: 'failed' as const,
          cause: 'assertion' as const,
          reason:
            'The first session is not valid any more. 第一个会话不再有效，因为第二个会话取代了它。用户因此被登出。',
          help: 'Which key does the map have? 🔑 Two sessions of one user must not share it.',
          curl: ['curl -i -c jar -d email=someone@example.com -d password=something-very-long http://127.0.0.1:5000/'],
        }
      : { outcome: 'passed' as const }),
  }));
  const requirements = [{ id: '2.1', text: 'Two calls for one user give two sessions.', place: 'README.md:44' }];
  return { tasks: [{ number: 2, title: 'x', checks, requirements }], diagnostics: [] } as unknown as Report;
}

const STATE: LoopState = {
  present: 2,
  passed: [0, 1],
  checking: undefined,
  report: undefined,
  regressions: [],
  advice: [],
  fault: undefined,
};

function shown(state: Partial<LoopState>, change: Partial<Shown> = {}): Shown {
  return {
    state: { ...STATE, ...state },
    view: TOP,
    tasks,
    hints: { shown: [], left: 3 },
    notes: [],
    missed: false,
    polling: false,
    ...change,
  };
}

const page: View = {
  kind: 'page',
  title: 'What you changed since this task began',
  lines: [
    '+const key = userId;',
    '\tindented by a tab',
    ...Array.from({ length: 60 }, (_, at) => `${at} 会话 ${'x'.repeat(at)}`),
  ],
  top: 20,
};

const SCREENS: Record<string, Shown> = {
  'before the first verdict': shown({}),
  checking: shown({ checking: 'present', report: report(1) }),
  red: shown({ report: report(2) }),
  'red, scrolled down': shown({ report: report(2) }, { view: { kind: 'main', top: 4 } }),
  green: shown({ report: report(0), passed: [0, 1, 2] }),
  'green, the earlier ones under way': shown({ report: report(0), passed: [0, 1, 2], checking: 'earlier' }),
  regression: shown({
    report: report(0),
    passed: [0, 2],
    regressions: [{ task: 1, check: '1.2', title: 'a `SessionAuth` is in force' }],
  }),
  fault: shown({ fault: 'Your workspace has no api/v1/app.ts. Put it back, or run `npx kata start`.' }),
  'no events': shown({ report: report(0), passed: [0, 1, 2] }, { missed: true }),
  hints: shown(
    { report: report(1) },
    { hints: { shown: ['Look at the map.', 'What is its key? 键是什么？'], left: 1 } },
  ),
  'the last hint': shown({}, { hints: { shown: ['Look at the map.'], left: 0 } }),
  'advice about types': shown({
    report: report(0),
    passed: [0, 1, 2],
    advice: [{ file: 'api/v1/app.ts', line: 3, message: "Type 'string' is not assignable to type 'number'." }],
  }),
  'what just happened': shown(
    {},
    { notes: ['Task 1 is done. Next: task 2, “Create a session”.', 'Press s to read its spec.'] },
  ),
  page: shown({}, { view: page }),
  list: shown({}, { view: { kind: 'list', selected: 3, confirming: false } }),
  'list, confirming': shown({}, { view: { kind: 'list', selected: 4, confirming: true } }),
  'all done': shown({ present: 5, passed: [0, 1, 2, 3, 4] }),
  'the end of the course, with gaps': shown({ present: 5, passed: [0, 1, 4] }),
};

const SIZES = { '80x24': [80, 24], '60x24': [60, 24], '40x12': [40, 12], '20x5': [20, 5] } as const;

describe.each(Object.entries(SIZES))('at %s', (size, [columns, rows]) => {
  test.each(Object.entries(SCREENS))('%s', (_name, screen) => {
    const plain = draw(screen, { columns, rows }, { color: false });
    for (const line of plain) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
    expect(plain.length).toBeLessThanOrEqual(rows);
    const colored = draw(screen, { columns, rows }, { color: true });
    expect(colored.map(stripVTControlCharacters).map((line) => line.trimEnd())).toEqual(
      plain.map((line) => line.trimEnd()),
    );
    if (size !== '20x5') expect(`\n${plain.join('\n')}\n`).toMatchSnapshot();
  });
});

test('any size holds, however small', () => {
  for (const screen of Object.values(SCREENS))
    for (let columns = 3; columns < 100; columns += 7)
      for (let rows = 1; rows < 30; rows += 3) {
        const drawn = draw(screen, { columns, rows }, { color: true });
        expect(drawn.length).toBeLessThanOrEqual(rows);
        expect(Math.max(...drawn.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
      }
});

test('with colours, what is passed is green and what failed is red', () => {
  const [green, red] = ['green', 'red'].map((name) =>
    draw(SCREENS[name] as Shown, { columns: 80, rows: 24 }, { color: true }).join('\n'),
  );
  expect(green).toContain('\u001b[32m');
  expect(green).toContain('✓ passed');
  expect(red).toContain('\u001b[31m');
});

test('every line of a text can be reached by scrolling', () => {
  const size = { columns: 60, rows: 14 };
  const screen = SCREENS.red as Shown;
  const { length, room } = extent(screen, size);
  const seen = Array.from({ length: length - room + 1 }, (_, top) =>
    draw({ ...screen, view: { kind: 'main', top } }, size, { color: false }),
  );
  const all = draw(screen, { columns: 60, rows: 200 }, { color: false });
  for (const line of all) expect(seen.flat()).toContain(line);
  expect(seen.at(-1)?.join('\n')).toContain('this is the end');
});
