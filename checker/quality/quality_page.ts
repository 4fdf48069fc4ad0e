import type { Root, Table } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { holds, type Row } from '../bench/measure.ts';
import { code, heading, item, list, paragraph, phrases, table, text } from '../reporters/markdown_parts.ts';
import type { Cells, Count, Figures } from './figures.ts';
import { killRate, type Tally } from './tally.ts';

/** First judgements of what was written from the specs alone: made once, and never again. */
const BLIND = [
  {
    date: '2026-11-30',
    faults: 60,
    subtle: 38,
    caught: 52,
    right: 20,
    passed: 20,
    escaped:
      'another header is believed; a cookie that ends at once under a negative duration (two wrote it); a name of the cookie in capitals; 1000 sessions at most; an id as long as a session id, of other letters; a form that is read before the filter; the end of a session stored beside its beginning',
  },
  {
    date: '2026-11-30',
    faults: 60,
    subtle: 39,
    caught: 42,
    right: 10,
    passed: 9,
    escaped:
      'what one request says of itself and the next does not (another browser, the same cookie beside other credentials, one connection after a logout elsewhere); a login as another user in the same browser; passwords that were changed, are in another Unicode form or were guessed 25 times; `SESSION_DURATION` where nothing ends; 100 unknown ids, 120 ended sessions, 10,000 sessions; a signature behind the id; a form that names another method; a session whose user is gone; and four that the specs leave open since then. The right solution that failed refuses to save a session without its ids',
  },
  {
    date: '2026-11-30',
    faults: 60,
    subtle: 36,
    caught: 51,
    right: 0,
    passed: 0,
    escaped:
      'two of the fields of a form are wrong at once; a variable that is there and empty, or a default that is not used; one of two cookies is nobody’s; other forms of the digits of an id; a look-up that is under way while the session ends; a body that comes late; the path of the API itself; 10,000 sessions',
  },
  {
    date: '2026-11-30',
    faults: 60,
    subtle: 38,
    caught: 54,
    right: 0,
    passed: 0,
    escaped:
      'a wrong password with a cookie; the form is read where nothing can be logged in to; a user who is gone, on a connection that stays open; ids of another form in a class that extends this one; a restart under a negative duration; a session that is stored again when a late answer is out',
  },
  {
    date: '2026-11-30',
    faults: 60,
    subtle: 36,
    caught: 60,
    right: 0,
    passed: 0,
    escaped: 'nothing',
  },
];

/** How the line of the README begins that gives the figures in short. */
export const LINE_BEGINS = '**How often is a verdict wrong?** ';

/** The figures in one line, for the README. */
export function qualityLine(figures: Figures): string {
  const { mistakes, generated, rightSolutions, flakes, hostile } = figures;
  const parts = [
    `${killed(mistakes)} of ${wrong(mistakes)} mistakes of learners are caught, and ${percent(generated)} of ${wrong(generated)} generated ones`,
    `${ratio(rightSolutions)} right solutions pass`,
    `${flakes.same} of ${flakes.runs} runs under load came to the same`,
    `${ratio(hostile)} tests with hostile submissions gain nothing`,
  ];
  return `${LINE_BEGINS}${parts.join('; ')}. [QUALITY.md](QUALITY.md) has all figures.`;
}

/** The figures as a page. */
export function qualityPage(figures: Figures): string {
  const { date, kata, runtime, machine, rightSolutions, halfRight, hostile, flakes, bench } = figures;
  const root: Root = {
    type: 'root',
    children: [
      heading(1, text('How often is a verdict wrong?')),
      paragraph(
        ...phrases(
          `Measured on ${date} with version ${kata} on ${runtime}, ${machine}. Written by \`npm run quality\` from what the programs below found out; the tests hold the project to it.`,
        ),
      ),
      heading(2, text('Wrong servers that pass')),
      paragraph(
        ...phrases(
          'A mutant is the finished server with one thing changed. `npm run mutants` runs each against the checks of its task, and then against those of the later ones. "No mistakes" are changes that nothing can tell from the finished server, or that the contract leaves to the learner: they must pass.',
        ),
      ),
      heading(3, ...phrases('Mistakes that somebody wrote down')),
      paragraph(
        ...phrases(
          `What learners of this curriculum got wrong, and more in the same spirit. ${figures.securityFaults} of them are faults of security. The first check that fails should prove the requirement that the mistake breaks.`,
        ),
      ),
      talliesTable(figures.mistakes),
      heading(3, text('Mutants that Stryker generated')),
      paragraph(
        ...phrases(
          'All that its mutators find in the files that a task touches. "Given code" stands in such a file, and no task changes it.',
        ),
      ),
      talliesTable(figures.generated),
      ...survivorParts(figures),
      heading(3, text('Faults by people who had not seen the checks')),
      paragraph(
        ...phrases(
          'They had the specs and the finished server, and nothing else. Each of their faults breaks a sentence of a spec. What they wrote was sealed and judged once; the first figure stands, whatever was mended after it. Then the kinds that had escaped were looked for in the checks, and other people wrote the next set. What escaped belongs to the tests since then, where it must be caught, but for what the specs leave open now and for a default of `DATABASE_URL`.',
        ),
      ),
      table(
        [
          'judged on',
          'faults',
          'subtle, they say',
          'caught at first',
          'rate',
          'right solutions',
          'passed at first',
          'what escaped',
        ],
        BLIND.map(({ date, faults, subtle, caught, right, passed, escaped }) => [
          date,
          ...[faults, subtle, caught].map(String),
          `${Math.floor((caught / faults) * 1000) / 10} %`,
          ...[right, passed].map((count) => (right === 0 ? '' : String(count))),
          escaped,
        ]),
      ),
      heading(2, text('Right servers that fail')),
      list([
        item(
          phrases(
            `${ratio(rightSolutions)} right solutions pass, the finished server among them: each in another style.`,
          ),
        ),
        item(
          phrases(
            `${ratio(halfRight)} half-right solutions, with one requirement left out each: just that one fails, and what depends on it.`,
          ),
        ),
      ]),
      heading(2, text('Verdicts that change')),
      paragraph(
        ...phrases(
          `\`npm run flakes\`: ${flakes.same} of ${flakes.runs} runs of all checks on the finished server came to the same, two at a time beside a program that burns a processor, with random seeds, six time zones, six locales and all sandboxes (${flakes.minutes.toFixed(0)} min).`,
        ),
      ),
      heading(2, text('Submissions that attack')),
      paragraph(
        ...phrases(
          `${ratio(hostile)} tests of \`checker/sandbox/hostile.test.ts\` hold, and every night they are repeated three times: no attack earns a point, harms another submission or the machine, or leaves anything behind.`,
        ),
      ),
      heading(2, text('Speed')),
      paragraph(
        ...phrases(
          `\`npm run bench\`: medians of ${bench.runs} pairs or more, each beside its reference in the same run. Ratios can be compared between machines, times cannot.`,
        ),
      ),
      benchTable(bench.rows),
      heading(3, text('Grading a class')),
      cellsTable(bench.grading),
      paragraph(
        { type: 'image', url: 'checker/quality/plots/grading.svg', alt: 'Submissions a minute against jobs' },
        text(' '),
        { type: 'image', url: 'checker/quality/plots/checks.svg', alt: 'Seconds of kata check against tasks' },
      ),
      heading(3, text('The finished server')),
      ...Object.values(bench.server).map(cellsTable),
    ],
  };
  return toMarkdown(root, { extensions: [gfmToMarkdown()], bullet: '-' });
}

function survivorParts({ survivors }: Figures): Root['children'] {
  if (survivors.length === 0) return [paragraph(...phrases('None lives that is a mistake.'))];
  return [
    paragraph(...phrases('These live, and are mistakes:')),
    ...survivors.flatMap(({ file, original, changed, reason }) => [
      code(`${file}\n- ${original}\n+ ${changed}`),
      paragraph(...phrases(reason)),
    ]),
  ];
}

function talliesTable(tallies: Tally[]): Table {
  const judgeable = tallies.some(({ rightRequirement }) => rightRequirement !== undefined);
  const headings = ['task', 'mutants', 'no mistakes', 'killed', 'killed at its task', 'rate'];
  const rows = [...tallies, sumOf(tallies)].map((tally, index) => [
    index === tallies.length ? 'all' : String(tally.task ?? 'given code'),
    ...[tally.mutants, tally.noMistakes, tally.killed, tally.atItsTask].map(String),
    rate(tally),
    ...(judgeable ? [String(tally.rightRequirement ?? '')] : []),
  ]);
  return table(judgeable ? [...headings, 'by the right requirement first'] : headings, rows);
}

function benchTable(rows: Row[]): Table {
  const headings = ['work', 'ms', 'spread', 'reference', 'ms', 'compared', 'bar', 'holds'];
  return table(
    headings,
    rows.map((row) => {
      const { work, reference, timing, referenceTiming, ratio, difference, bar } = row;
      const asRatio = 'ratio' in bar;
      return [
        work,
        timing.median.toFixed(0),
        `${timing.least.toFixed(0)} to ${timing.most.toFixed(0)}`,
        reference,
        referenceTiming.median.toFixed(0),
        asRatio ? `${ratio.toFixed(2)} x` : `${difference.toFixed(1)} ms more`,
        asRatio ? `at most ${bar.ratio} x` : `at most ${bar.milliseconds} ms more`,
        holds(row) ? 'yes' : 'no',
      ];
    }),
  );
}

function cellsTable(rows: Cells[]): Table {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return table(
    headings,
    rows.map((row) => headings.map((name) => String(row[name] ?? ''))),
  );
}

function sumOf(tallies: Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    task: null,
    mutants: sum(({ mutants }) => mutants),
    noMistakes: sum(({ noMistakes }) => noMistakes),
    killed: sum(({ killed }) => killed),
    atItsTask: sum(({ atItsTask }) => atItsTask),
    rightRequirement: sum(({ rightRequirement = 0 }) => rightRequirement),
  };
}

function wrong(tallies: Tally[]): number {
  const { mutants, noMistakes } = sumOf(tallies);
  return mutants - noMistakes;
}

function killed(tallies: Tally[]): number {
  return sumOf(tallies).killed;
}

function percent(tallies: Tally[]): string {
  return rate(sumOf(tallies));
}

/** Rounded down: what is not all is not 100 %. */
function rate(tally: Tally): string {
  return `${Math.floor(killRate(tally) * 1000) / 10} %`;
}

function ratio({ right, of }: Count): string {
  return `${right} of ${of}`;
}
