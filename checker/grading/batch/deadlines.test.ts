import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../errors.ts';
import { misfits, readDeadlines } from './deadlines.ts';
import { readPolicy } from './policy.ts';

const UNTIL = '2026-12-20T23:59:00Z';
const MOMENT = Date.parse(UNTIL);

/** The deadlines of a file with this content, as a policy reads them. */
async function read(content: string | Buffer) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'deadlines-'));
  const path = join(folder.path, 'policy.json');
  await writeFile(path, JSON.stringify({ schema: 1, late: { deadlines: 'd.csv', perDay: 0.1 } }));
  await writeFile(join(folder.path, 'd.csv'), content);
  const { late } = await readPolicy(path, [0]);
  return new Map([...(late?.deadlines ?? [])].map(([name, { deadline }]) => [name, deadline]));
}

function utf16(text: string, endian: 'LE' | 'BE'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return endian === 'LE' ? bytes : bytes.swap16();
}

const COMMAS = `name,deadline\r\n*,${UNTIL}\r\nZoë,${UNTIL}\r\n`;

describe('what programs write is understood', () => {
  test.each<[string, string | Buffer]>([
    ['commas', COMMAS],
    ['a byte order mark', `\ufeff${COMMAS}`],
    ['semicolons, of a German or French Excel', COMMAS.replaceAll(',', ';')],
    ['tabs', COMMAS.replaceAll(',', '\t')],
    ['UTF-16 with tabs, the "Unicode text" of Excel', utf16(COMMAS.replaceAll(',', '\t'), 'LE')],
    ['UTF-16 in the other order', utf16(COMMAS.replaceAll(',', ';'), 'BE')],
    ['quotes around everything', COMMAS.replaceAll(/[^,\r\n]+/g, '"$&"')],
    ['quotes and semicolons', COMMAS.replaceAll(/[^,\r\n]+/g, '"$&"').replaceAll(',', ';')],
    ['the old ends of lines of a Mac', COMMAS.replaceAll('\r\n', '\r')],
    ['empty lines, and rows of empty cells', COMMAS.replaceAll('\r\n', '\r\n\r\n,\r\n')],
    ['empty cells behind the last column', COMMAS.replaceAll('\r\n', ',,\r\n')],
    ['columns in another order, with capitals', `Deadline, Name\n${UNTIL}, *\n${UNTIL}, Zoë\n`],
    ['a name in another Unicode form', COMMAS.normalize('NFD')],
    ['times without seconds, or with an offset', `name,deadline\n*,2026-12-20T23:59Z\nZoë,2026-12-21T00:59:00+01:00\n`],
  ])('%s', async (_what, content) => {
    expect(await read(content)).toEqual(
      new Map([
        ['*', MOMENT],
        ['Zoë', MOMENT],
      ]),
    );
  });

  test('tabs with an empty cell in the middle', async () => {
    const row = `*\t\t${UNTIL}\n`;
    expect(await read(`name\tsubmitted\tdeadline\n${row}`)).toEqual(new Map([['*', MOMENT]]));
  });
});

describe('what is ambiguous or wrong is told with its line', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['a name twice', `name,deadline\nann,${UNTIL}\nbob,${UNTIL}\nann,${UNTIL}\n`, /line 4: .*"ann".*line 2/],
    ['a name twice in two Unicode forms', `${COMMAS}${'Zoë'.normalize('NFD')},${UNTIL}\n`, /line 4: .*line 3/],
    ['the star twice', `name,deadline\n*,${UNTIL}\n\n*,${UNTIL}\n`, /line 4: .*"\*".*line 2/],
    ['Windows-1252', Buffer.from(COMMAS, 'latin1'), /line 3: .*UTF-8/],
    ['UTF-16 without a byte order mark', Buffer.from(COMMAS, 'utf16le'), /UTF-8/],
    ['half a character of UTF-16', utf16(COMMAS, 'LE').subarray(0, -1), /UTF-8/],
    ['a row without a name', `name,deadline\n\n,${UNTIL}\n`, /line 3: .*name/],
    ['a row without a deadline', `name,deadline,submitted\nann,,${UNTIL}\n`, /line 2: .*deadline/],
    ['a row of another separator', `name,deadline\nann;${UNTIL}\n`, /line 2/],
    ['a cell too much', `name,deadline\nann,${UNTIL},x\n`, /line 2: .*cell/],
    ['a column that nobody knows', `name,deadline,submited\nann,${UNTIL},${UNTIL}\n`, /line 1: .*"submited"/],
    ['a column twice', `name,deadline,deadline\nann,${UNTIL},${UNTIL}\n`, /line 1: .*"deadline".*twice/],
    ['everybody at one time', `name,deadline,submitted\n*,${UNTIL},${UNTIL}\n`, /line 2: .*"\*"/],
    ['no row of names', `ann,${UNTIL}\n`, /"name" and "deadline"/],
    ['nothing', '', /"name" and "deadline"/],
    ['a quote that never ends', `name,deadline\n"ann,${UNTIL}\n`, /line/],
  ])('%s', async (_what, content, sentence) => {
    const reading = read(content);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(sentence);
    await expect(reading).rejects.toThrow(/^[^\n]*d\.csv[^\n]*$/);
  });

  test.each([
    '03.12.2026',
    '03.12.2026 10:00',
    '12/03/2026',
    '3/12/26 10:00',
    '2026-12-03',
    '2026-12-03T10:00:00',
    '2026-12-03 10:00',
    '2026-12-03 10:00:00Z',
    '2026-12-03T10:00:00 CET',
    '2026-02-30T10:00:00Z',
    '20261203T100000Z',
    '46359.5',
    '1796292000',
    'Thu, 03 Dec 2026 10:00:00 GMT',
    'tomorrow',
  ])('the time %s', async (time) => {
    const right = /line 3: .*2026-12-03T23:59:00\+01:00/;
    const rows = [`ann,${time},`, `ann,${UNTIL},${time}`];
    for (const row of rows.map((each) => each.replace(time, `"${time}"`)))
      await expect(read(`name,deadline,submitted\n*,${UNTIL},\n${row}\n`)).rejects.toThrow(right);
  });
});

test('what does not fit is told in a sentence: rows of nobody, and learners of no row', () => {
  const rows = (...names: string[]) =>
    readDeadlines(Buffer.from(['name,deadline', ...names.map((name) => `${name},${UNTIL}`)].join('\n')), 'd.csv');
  expect(misfits(rows('*', 'ann', 'Zoë'), 'd.csv', ['ann', 'Zoë'.normalize('NFD'), 'bob'])).toEqual([]);
  expect(misfits(rows('*', 'anne', 'Bob'), 'd.csv', ['ann', 'bob'])).toEqual([
    'd.csv: nobody in this class is called "anne" (line 3), "Bob" (line 4). A name is that of a learner\'s folder or archive.',
  ]);
  expect(misfits(rows('ann'), 'd.csv', ['ann', 'bob', 'cid'])).toEqual([
    'd.csv has no row "*", and none for "bob", "cid": without a deadline, nothing is late.',
  ]);
  const many = Array.from({ length: 40 }, (_, index) => `learner ${index}`);
  expect(misfits(rows('*', ...many), 'd.csv', ['ann'])).toEqual([
    expect.stringMatching(/"learner 4" \(line 7\) and 35 more/),
  ]);
});
