import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtempDisposable, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeIn } from '../../intake/intake.ts';
import { show } from '../../intake/refusal.ts';
import { tar, zip } from '../../intake/test_archives.ts';
import { withoutRights } from '../../intake/test_folder.ts';
import { HOSTILE, type Hostile } from '../../intake/test_hostile_tree.ts';
import { removeTree } from '../../remove_tree.ts';
import { findSources } from './sources.ts';

const APP = 'api/v1/app.ts';
const SENTENCE = /^["A-Z][^\p{Cc}]{10,500}\.$/u;

/** What may lie in a class folder: its name, how it is made, and whether it can be judged, is refused, or is no hand-in. */
type Member = { name: string; make: (path: string) => unknown; becomes: 'taken' | 'refused' | 'note' };

const write = async (path: string, content: string | Buffer = '') => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
};
const api = (path: string) => write(join(path, APP));
const ZIP = zip([{ name: APP }]);

const GOOD: Member[] = [
  { name: 'of a folder', make: api, becomes: 'taken' },
  { name: 'of a workspace', make: (path) => api(join(path, 'workspace')), becomes: 'taken' },
  { name: 'one folder down', make: (path) => api(join(path, 'down')), becomes: 'taken' },
  { name: 'packed.zip', make: (path) => write(path, ZIP), becomes: 'taken' },
  { name: 'again.tar-1.gz', make: (path) => write(path, gzipSync(tar([{ name: APP }]))), becomes: 'taken' },
  { name: 'without an ending', make: (path) => write(path, ZIP), becomes: 'taken' },
  { name: 'Ann_1001_assignsubmission_file', make: (path) => write(join(path, 'work.zip'), ZIP), becomes: 'taken' },
];

const ODD: Member[] = [
  ...['x.rar', 'x.7z', 'x.tar.xz', 'x.zip.part', 'app.ts', 'x', 'x.zip'].map(
    (name): Member => ({ name, make: (path) => write(path), becomes: 'refused' }),
  ),
  { name: 'nothing', make: (path) => mkdir(path), becomes: 'refused' },
  {
    name: 'group',
    make: async (path) => [await api(join(path, 'ann')), await api(join(path, 'bob'))],
    becomes: 'refused',
  },
  {
    name: 'group of archives',
    make: async (path) => [await write(join(path, 'a.zip')), await write(join(path, 'b.zip'))],
    becomes: 'refused',
  },
  { name: 'a link', make: (path) => symlink('of a folder', path), becomes: 'refused' },
  { name: 'a loop', make: (path) => symlink('a loop', path), becomes: 'refused' },
  { name: 'a pipe', make: (path) => execFileSync('mkfifo', [path]), becomes: 'refused' },
  { name: 'n'.repeat(255), make: (path) => mkdir(path), becomes: 'refused' },
  ...['README', 'README.md', 'notes.txt', 'deadlines.csv', 'Thumbs.db', 'desktop.ini', '.DS_Store', '._packed.zip'].map(
    (name): Member => ({ name, make: (path) => write(path), becomes: 'note' }),
  ),
  ...['.git', '__MACOSX', 'node_modules'].map(
    (name): Member => ({ name, make: (path) => write(join(path, 'x')), becomes: 'note' }),
  ),
  { name: 'results', make: results, becomes: 'note' },
  {
    name: 'all results',
    make: async (path) => [await results(join(path, '2025')), await results(join(path, '2026'))],
    becomes: 'note',
  },
];

async function results(path: string): Promise<void> {
  await write(join(path, 'submissions', 'ann.json'), '{}');
  await write(join(path, 'run.json'), JSON.stringify({ schema: 1, kata: '0.0.1', submissions: { ann: 'ann' } }));
}

/** A learner's folder with work that could be judged, and with all of these in it. */
function hostile(plants: readonly Hostile[], index: number): Member {
  const make = async (path: string) => {
    await api(path);
    for (const { plant } of plants) plant(path);
  };
  return { name: `hostile ${index}`, make, becomes: plants.some(({ reason }) => reason) ? 'refused' : 'taken' };
}

/** Makes a class of these, and looks what becomes of each entry. */
async function outcomes(members: readonly Member[], shut: readonly string[] = []): Promise<Record<string, string>> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'class-random-'));
  const place = join(folder.path, 'class');
  try {
    await mkdir(place);
    // A user without the rights of root writes the copies to a folder of its own.
    await chmod(folder.path, 0o777);
    for (const { name, make } of members) await make(join(place, name));
    const found: Record<string, string> = {};
    const look = async () => {
      const { sources, notes } = await findSources([place]);
      expect(new Set(sources.map(({ fileName }) => fileName.toLowerCase())).size).toBe(sources.length);
      for (const name of readdirSync(place, { encoding: 'buffer' })) {
        const own = sources.filter(({ path }) => path.equals(Buffer.concat([Buffer.from(`${place}/`), name])));
        const noted = notes.filter((note) => note.includes(show(String(name))));
        expect([String(name), own.length + noted.length]).toEqual([String(name), 1]);
        found[String(name)] = own[0] ? await outcome(own[0].path, join(folder.path, 'copy')) : 'note';
      }
    };
    await (shut.length > 0
      ? withoutRights(
          place,
          shut.map((name) => join(place, name)),
          look,
        )
      : look());
    return found;
  } finally {
    await removeTree(folder.path);
  }
}

async function outcome(path: Buffer, copy: string): Promise<string> {
  const intake = await takeIn(String(path), copy);
  if (!intake.accepted) expect(intake.reason).toMatch(SENTENCE);
  await removeTree(copy);
  return intake.accepted ? 'taken' : 'refused';
}

const expected = (members: readonly Member[]) =>
  Object.fromEntries(members.map(({ name, becomes }) => [name, becomes]));

const onLinux = test.runIf(process.platform === 'linux');

onLinux('of any class, each entry is judged, refused or named, and none stops another', async () => {
  const someHostile = fc
    .array(fc.subarray([...HOSTILE], { minLength: 1, maxLength: 3 }), { maxLength: 3 })
    .map((lists) => lists.map(hostile));
  const classes = fc
    .tuple(fc.subarray(GOOD, { minLength: 1 }), fc.subarray(ODD), someHostile)
    .map((lists) => lists.flat());
  await fc.assert(
    fc.asyncProperty(classes, async (members) => {
      expect(await outcomes(members)).toEqual(expected(members));
    }),
    { numRuns: 30, examples: [[[...GOOD, ...ODD]], ...GOOD.map((good): [Member[]] => [[good]])] },
  );
});

onLinux.each(HOSTILE)('$title costs only the learner who has it', async (planted) => {
  const members = [...GOOD.slice(0, 1), hostile([planted], 0)];
  expect(await outcomes(members)).toEqual(expected(members));
});

onLinux('what may not be read costs only the learner who has it', async () => {
  const shut = (name: string): Member => ({
    name,
    make: async (path) => [await api(path), await write(join(path, 'own', 'x.ts'))],
    becomes: 'refused',
  });
  const members = [
    ...GOOD,
    shut('a file'),
    shut('a folder'),
    shut('itself'),
    { ...(GOOD[3] as Member), name: 'shut.zip', becomes: 'refused' as const },
  ];
  expect(await outcomes(members, ['a file/own/x.ts', 'a folder/own', 'itself', 'shut.zip'])).toEqual(expected(members));
});
