import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { prepend } from '../fixtures/change.ts';
import { submission } from '../fixtures/submission.ts';
import { Job } from '../grading/batch/job_pool.ts';
import type { Report } from '../grading/report.ts';
import { WorkspaceChecker } from '../grading/workspace_checker.ts';
import { zip } from '../intake/test_archives.ts';
import { readTree } from '../stages/compose.ts';
import { loadTasks, type Task } from '../tasks.ts';
import { temporaryFolder } from '../temporary.ts';
import { kata } from './kata.ts';

const APP = 'api/v1/app.ts';
const [first] = await loadTasks();
const JUDGED = ['--json', '--seed', '1', '--sandbox', 'basic'];

/** The files of a right solution in a learner's workspace, with more files, and more at the beginning of the app. */
async function workspaceWith(files: Record<string, string | Buffer>, code = '') {
  const right = await submission({ [APP]: prepend(code) });
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(right.folder, name)), { recursive: true });
    await writeFile(join(right.folder, name), content);
  }
  return right;
}

type Road = (folder: string) => Promise<string>;

const ROADS: Record<string, Road> = {
  check: async (workspace) => {
    await using derived = await temporaryFolder();
    return said(await kata(['check', '0', ...JUDGED], { home: { workspace, derived: derived.path } }));
  },
  'check --dir, a folder': async (folder) => said(await kata(['check', '0', ...JUDGED, '--dir', folder])),
  'check --dir, an archive': async (folder) => {
    await using place = await temporaryFolder();
    const files = [...(await readTree(folder))].map(([name, content]) => ({ name: `Übung/${name}`, content }));
    await writeFile(join(place.path, 'a.zip'), zip(files));
    return said(await kata(['check', '0', ...JUDGED, '--dir', join(place.path, 'a.zip')]));
  },
  'the loop': async (folder) => {
    const tasks = (await loadTasks()).slice(0, 1) as [Task];
    const checker = await WorkspaceChecker.open({ folder, tasks, seed: 1 });
    try {
      return said({ stdout: JSON.stringify(await checker.check(tasks)), stderr: '' });
    } catch (error) {
      return (error as Error).message;
    } finally {
      await checker.close();
    }
  },
};

/** What came of it, whatever the submission is called: the report, or the sentence in its place. */
function said({ stdout, stderr }: { stdout: string; stderr: string }): string {
  const report = stdout.slice(0, stdout.lastIndexOf('}') + 1);
  return report === '' ? stderr.trim() : JSON.stringify({ ...(JSON.parse(report) as Report), submission: '' });
}

/** The same by all roads; gives it once. */
async function byAllRoads(folder: string, roads = Object.keys(ROADS)): Promise<string> {
  const all: Record<string, string> = {};
  for (const road of roads) all[road] = await (ROADS[road] as Road)(folder);
  const first = all[roads[0] as string] as string;
  expect(all).toEqual(Object.fromEntries(roads.map((road) => [road, first])));
  return first;
}

const errorOf = (text: string): string | undefined => (JSON.parse(text) as Report).tasks[0]?.checks[0]?.error?.message;

const LEFT_OUT: [string, string, string][] = [
  [
    'api/v1/session.config.json',
    "import words from './session.config.json' with { type: 'json' };\nexport const kept = words;",
    `${APP} imports "./session.config.json", but "api/v1/session.config.json" is left out of a submission: rename it.`,
  ],
  [
    'jsconfig.json',
    "import words from '../../jsconfig.json' with { type: 'json' };\nexport const kept = words;",
    `${APP} imports "../../jsconfig.json", but "jsconfig.json" is left out of a submission: rename it.`,
  ],
  [
    'api/__fixtures__/people.ts',
    "import '../__fixtures__/people.js';",
    `${APP} imports "../__fixtures__/people.js", but "api/__fixtures__" is left out of a submission: rename it.`,
  ],
  [
    'api/v1/__mocks__/index.ts',
    "import './__mocks__';",
    `${APP} imports "./__mocks__", but "api/v1/__mocks__" is left out of a submission: rename it.`,
  ],
  [
    'api/v1/App.Test.ts',
    "import './App.Test';",
    `${APP} imports "./App.Test", but "api/v1/App.Test.ts" is left out of a submission: rename it.`,
  ],
  [
    'api/v1/.hidden.ts',
    "await import('./.hidden.ts');",
    `${APP} imports "./.hidden.ts", but "api/v1/.hidden.ts" is left out of a submission: rename it.`,
  ],
];

const content = (name: string) => (name.endsWith('.json') ? '{"one":1}' : 'export {};');

test.each(LEFT_OUT)(
  '%s is imported, and by every road it is said that it is left out',
  async (name, code, sentence) => {
    await using made = await workspaceWith({ [name]: content(name) }, code);
    const all = LEFT_OUT[0]?.[0] === name ? Object.keys(ROADS) : ['check', 'check --dir, a folder'];
    expect(errorOf(await byAllRoads(made.folder, all))).toBe(sentence);
  },
);

test('a file that is left out, and read by its path, is named', async () => {
  const code = "import { readFileSync } from 'node:fs';\nreadFileSync(new URL('./my.config.json', import.meta.url));";
  await using made = await workspaceWith({ 'api/v1/my.config.json': '{}' }, code);
  const report = await byAllRoads(made.folder, ['check', 'check --dir, a folder']);
  expect(JSON.parse(report).tasks[0].checks[0].reason).toContain(
    '"api/v1/my.config.json" is left out of a submission: rename it.',
  );
});

test('the batch says it in the same words, and gives the same points', { tags: 'long' }, async () => {
  const [name, code, sentence] = LEFT_OUT[0] as (typeof LEFT_OUT)[number];
  await using made = await workspaceWith({ [name]: content(name) }, code);
  const job = new Job();
  try {
    const request = { name: 'ann', path: made.folder, seed: 1, level: 'basic', ahead: false } as const;
    const answer = await job.run(request);
    const alone = await kata(['check', '0-10', ...JUDGED, '--dir', made.folder]);
    const { score } = JSON.parse(said(alone)) as Report;
    expect(answer).toMatchObject({ verdict: { status: 'graded', report: { score } } });
    expect(JSON.stringify(answer)).toContain(JSON.stringify(sentence).slice(1, -1));
  } finally {
    await job.end();
  }
});

test.each([
  ['./Helper.ts', 'api/v1/helper.ts'],
  ['./helper', 'api/v1/Helper.ts'],
  ['../Tools/all.js', 'api/tools/all.ts'],
  ['./CAF\u00c9.ts', 'api/v1/cafe\u0301.ts'],
])('an import of %s does not find %s, on any system', async (specifier, name) => {
  await using made = await workspaceWith({ [name]: 'export {};' }, `import '${specifier}';`);
  expect(errorOf(await byAllRoads(made.folder, ['check', 'check --dir, an archive']))).toBe(
    `${APP} imports "${specifier}", but its name is written "${name}": write both the same way.`,
  );
});

test('the form in which a letter is encoded does not count: macOS turns it into another one', async () => {
  const files = { 'api/v1/cafe\u0301.ts': 'export {};', 'api/v1/th\u00e9.ts': 'export {};' };
  await using made = await workspaceWith(files, "import './caf\u00e9.ts';\nimport './the\u0301.js';");
  expect(JSON.parse(await byAllRoads(made.folder, ['check', 'check --dir, an archive']))).toMatchObject({
    score: first?.points,
  });
});

test('a file of the contract that is written otherwise is named', async () => {
  await using made = await submission();
  const [wanted, written] = ['api/v1/auth/session_auth.ts', 'api/v1/auth/Session_Auth.ts'];
  const files = [...(await readTree(made.folder))].map(
    ([name, text]) => [name, String(text).replaceAll('/session_auth.ts', '/Session_Auth.ts')] as const,
  );
  for (const [name, text] of files) await writeFile(join(made.folder, name), text);
  await rename(join(made.folder, wanted), join(made.folder, written));
  await rename(join(made.folder, 'api/v1/views/session_auth.ts'), join(made.folder, 'api/v1/views/Session_Auth.ts'));
  const { stdout } = await kata(['check', '2', ...JUDGED, '--dir', made.folder]);
  expect(errorOf(stdout)).toBe(
    `There is no file ${wanted}, but its name is written "${written}": write both the same way.`,
  );
});

const USERS = 'api/v1/auth/session_auth.ts';

test.each([
  ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16', (text: string) => Buffer.from(text, 'utf16le').swap16()],
])('a source in %s is told as that', async (encoding, encode) => {
  await using made = await submission();
  await writeFile(join(made.folder, USERS), encode(await readFile(join(made.folder, USERS), 'utf8')));
  const report = JSON.parse(await byAllRoads(made.folder)) as Report;
  expect(report.tasks[0]?.checks[0]?.error).toEqual({
    message: `SyntaxError: it is saved as ${encoding}: save it as UTF-8.`,
    file: USERS,
    line: 1,
  });
  expect(report.diagnostics).toContainEqual(
    expect.objectContaining({ message: `${USERS} cannot be read: it is saved as ${encoding}: save it as UTF-8.` }),
  );
});

test('data in UTF-16 are told as that, too', async () => {
  const code = "import words from './words.json' with { type: 'json' };\nexport const kept = words;";
  await using made = await workspaceWith({ 'api/v1/words.json': Buffer.from('{"one":1}', 'utf16le') }, code);
  expect(errorOf(await byAllRoads(made.folder, ['check', 'check --dir, a folder']))).toBe(
    'SyntaxError: it is saved as UTF-16: save it as UTF-8.',
  );
});

test('a byte order mark changes nothing, in code and in data', async () => {
  const code =
    "import words from './words.json' with { type: 'json' };\nimport './marked.ts';\nexport const kept = words;";
  const files = { 'api/v1/words.json': '\ufeff{"one":1}', 'api/v1/marked.ts': '\ufeffexport const one: number = 1;' };
  await using made = await workspaceWith(files, code);
  expect(JSON.parse(await byAllRoads(made.folder, ['check', 'check --dir, an archive']))).toMatchObject({
    score: first?.points,
    diagnostics: [],
  });
});

test('letters of latin1 are told, and cost nothing where nobody asks for them', async () => {
  const source = Buffer.from('// Gr\u00f6\u00dfe\nexport const name = "\u00e9";', 'latin1');
  await using made = await workspaceWith({ 'api/v1/size.ts': source }, "import './size.ts';");
  expect(JSON.parse(await byAllRoads(made.folder, ['check', 'check --dir, an archive']))).toMatchObject({
    score: first?.points,
    diagnostics: [
      { message: expect.stringMatching(/^api\/v1\/size\.ts is not saved as UTF-8, so .* Save it as UTF-8\.$/) },
    ],
  });
});

test('what no submission may hold is refused by every road in the same sentence', async () => {
  await using large = await workspaceWith({ 'film.mp4': Buffer.alloc(3 * 1024 * 1024) });
  expect(await byAllRoads(large.folder)).toBe('The file "film.mp4" has 3 MiB; a file may have 1 MiB at most.');
  await using nested = await workspaceWith({ [`workspace/${APP}`]: '' });
  expect(await byAllRoads(nested.folder, ['check', 'check --dir, a folder', 'the loop'])).toBe(
    `The submission has ${APP} in several places, its root, "workspace/": hand in one of them alone.`,
  );
  expect(await readdir(nested.folder)).toContain('workspace');
});
