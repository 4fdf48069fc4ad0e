import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readApi } from '../intake/folder.ts';
import { demandApi } from '../intake/folder_root.ts';
import { takeIn } from '../intake/intake.ts';
import { type TestEntry, tar, zip } from '../intake/test_archives.ts';
import { workplace } from '../intake/test_folder.ts';
import { hashFiles } from './hash_files.ts';

const APP = 'api/v1/app.ts';

/** Names of every kind: of code, of what is left out, and of what almost is. */
const NAME = fc.constantFrom(
  ...['a.ts', 'users.ts', 'Ünal.ts', 'x y.json', 'words.config.json', 'jsconfig.json', 'config.ts', 'a.test.ts'],
  ...['a.Test.ts', 'latest.ts', '.env', 'kata.db', 'db.ts', 'notes~', '4913', 'yarn.lock', 'package.json', '__proto__'],
);
const FOLDER = fc.constantFrom(
  ...[
    'api',
    'api/v1',
    'models',
    '__fixtures__',
    '__mocks__',
    'node_modules/x',
    '.git',
    'copy/api/v1',
    'workspace',
    'lib',
  ],
);
const PATH = fc.tuple(fc.array(FOLDER, { maxLength: 2 }), NAME).map(([folders, name]) => [...folders, name].join('/'));
const FILES = fc.dictionary(PATH, fc.string({ maxLength: 8 }), { maxKeys: 12 });

/** What would be refused, and is: the same by every road. At most one, since the roads meet the files in different orders. */
const FAULT = fc.option(
  fc.constantFrom<[string, string]>(
    [`workspace/${APP}`, ''],
    ['api/film.mp4', 'x'.repeat(2 ** 20 + 1)],
    [`${'d/'.repeat(32)}f`, ''],
    ['odd\u200bname', ''],
    [`${`${'d'.repeat(199)}/`.repeat(4)}f`, ''],
  ),
  { freq: 3 },
);

type Tree = Record<string, string>;

const BESIDE = fc.dictionary(
  PATH.filter((path) => !path.startsWith('workspace/')),
  fc.string({ maxLength: 8 }),
  { maxKeys: 12 },
);

/** A learner's project: what is in its workspace, and what lies beside that. */
const PROJECT_TREE = fc
  .record({ work: FILES, beside: BESIDE, fault: FAULT, hasCopy: fc.boolean() })
  .map(({ work, beside, fault, hasCopy }) => ({
    work: { [APP]: 'export const app = 1;', ...work, ...(fault && { [fault[0]]: fault[1] }) } as Tree,
    beside: { ...beside, ...(hasCopy && { [`copy/${APP}`]: 'old' }) } as Tree,
  }));

function below(folder: string, tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).map(([name, content]) => [`${folder}/${name}`, content]));
}

function write(folder: string, tree: Tree): void {
  for (const [name, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** What is judged: names, contents and their hash; or the sentence in its place. */
async function own(workspace: string): Promise<string> {
  try {
    demandApi(workspace);
    const files = await readApi(workspace);
    return JSON.stringify([...files].map(([name, content]) => [name, String(content)])) + hashFiles(files);
  } catch (error) {
    return (error as Error).message;
  }
}

/** The same of what is handed in: a folder of this name, or an archive, in a place of its own. */
async function handedIn(make: (path: string) => void): Promise<string> {
  await using place = await workplace();
  make(place.source);
  const intake = await takeIn(place.source, place.copy);
  return intake.accepted ? own(place.copy) : intake.reason;
}

const entriesOf = (tree: Tree): TestEntry[] => Object.entries(tree).map(([name, content]) => ({ name, content }));

test('the files that are judged, and what is said otherwise, are the same by every road', async () => {
  await fc.assert(
    fc.asyncProperty(PROJECT_TREE, async ({ work, beside }) => {
      const project = { ...below('kata', beside), ...below('kata/workspace', work) };
      fc.pre(isTree(work) && isTree(project));
      await using home = await workplace();
      write(home.source, work);
      const said = await own(home.source);
      const roads = {
        'the workspace': await handedIn((path) => write(path, work)),
        'the project': await handedIn((path) => write(path, { ...beside, ...below('workspace', work) })),
        'a folder with the project': await handedIn((path) => write(path, project)),
        'a zip of the workspace': await handedIn((path) => writeFileSync(path, zip(entriesOf(work)))),
        'a zip of the project': await handedIn((path) => writeFileSync(path, zip(entriesOf(project)))),
        'a tar of the project': await handedIn((path) => writeFileSync(path, gzipSync(tar(entriesOf(project))))),
      };
      for (const [road, result] of Object.entries(roads))
        expect([road, inPlace(result)]).toEqual([road, inPlace(said)]);
    }),
    { numRuns: 25 },
  );
});

test('the hash is that of exactly these files', async () => {
  await fc.assert(
    fc.asyncProperty(PROJECT_TREE, FILES, async ({ work }, more) => {
      fc.pre(isTree({ ...work, ...more }));
      const [before, after] = [await judgedOf(work), await judgedOf({ ...work, ...more })];
      fc.pre(before !== undefined && after !== undefined);
      expect(hashFiles(before) === hashFiles(after)).toBe(textOf(before) === textOf(after));
    }),
    { numRuns: 25 },
  );
});

async function judgedOf(tree: Tree): Promise<Map<string, Buffer> | undefined> {
  await using place = await workplace();
  write(place.source, tree);
  return readApi(place.source).catch(() => undefined);
}

const textOf = (files: Map<string, Buffer>): string =>
  JSON.stringify([...files].map(([name, one]) => [name, String(one)]));

/** Where the API is in several places, the sentence names these: they are others in each road. */
function inPlace(said: string): string {
  return said.replace(/ in several places, .*?:/, ' in several places:');
}

/** Whether no name is that of a file and of a folder. */
function isTree(tree: Tree): boolean {
  const names = Object.keys(tree);
  return !names.some((name) => names.some((other) => other.startsWith(`${name}/`)));
}
