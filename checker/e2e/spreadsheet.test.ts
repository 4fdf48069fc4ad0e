// @module-tag long
import { execFile } from 'node:child_process';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { CLASS, classOf, HOSTILE_NAME, WEAK } from '../reporters/class_fixture.ts';
import { toCsv } from '../reporters/csv.ts';
import { missingPart } from './system_parts.ts';
import { officePath } from './system_programs.ts';

/** Comma, double quotes, UTF-8, from the first row; cells as they are shown; no formula is read. */
const FILTER = '44,34,76,1';

/** Opens a table in LibreOffice and saves it as a table again. */
async function throughSpreadsheet(csv: string): Promise<string> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'spreadsheet-'));
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder.path, 'profile'))}`;
  const source = join(folder.path, 'grades.csv');
  await writeFile(source, csv);
  const convert = (format: string, file: string) =>
    promisify(execFile)(String(officePath()), [
      profile,
      '--headless',
      `--infilter=CSV:${FILTER}`,
      '--convert-to',
      format,
      '--outdir',
      folder.path,
      file,
    ]);
  await convert('ods', source);
  await promisify(execFile)(String(officePath()), [
    profile,
    '--headless',
    '--convert-to',
    `csv:Text - txt - csv (StarCalc):${FILTER}`,
    '--outdir',
    join(folder.path, 'again'),
    join(folder.path, 'grades.ods'),
  ]);
  return readFile(join(folder.path, 'again', 'grades.csv'), 'utf8');
}

/** The mark at the beginning, line ends, and quotes where none are needed are the program's own affair. */
const plain = (csv: string) =>
  csv
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .replace(/(?<=^|,)"([^",\n]*)"(?=,|$)/gm, '$1');

describe.skipIf(missingPart('spreadsheet'))('in a spreadsheet', () => {
  test('the marks come back as they were: names of every script, quotes, and no formula was computed', async () => {
    const names = ['Zoë Ünal', '王小明', 'O\'Brien, "Pat"', '=1+1', '+cmd|x', '-2+3', '@SUM(A1)', HOSTILE_NAME];
    const learners = names.map((name) => ({ ...WEAK, name }));
    const csv = toCsv(classOf(...learners, ...CLASS.learners));
    const again = await throughSpreadsheet(csv);
    expect(plain(again)).toBe(plain(csv));
    expect(plain(again)).toContain("\n'=1+1,");
  });

  test('a formula that is not guarded would be computed', async () => {
    expect(await throughSpreadsheet('name,score\r\n=1+1,0\r\n')).toContain('\n2,0');
  });
});
