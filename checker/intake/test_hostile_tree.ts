import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What somebody may leave in a folder that is handed in. */
export type Hostile = {
  title: string;
  /** Puts it into the folder. */
  plant: (folder: string) => void;
  /** A part of the sentence with which the submission is refused; none where it is taken in all the same. */
  reason?: RegExp;
};

const bytes = (folder: string, ...name: number[]) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]);
/** Runs a line of JavaScript in a folder. One that ends itself leaves everything as it is. */
const node = (cwd: string, source: string) => spawnSync(process.execPath, ['-e', source], { cwd });
const file = (folder: string, name: string) => {
  writeFileSync(join(folder, name), '');
  return join(folder, name);
};

/** Each is one kind; a test puts together what it likes. Unix alone knows most of them. */
export const HOSTILE: readonly Hostile[] = [
  {
    title: 'a name that is no text',
    plant: (folder) => writeFileSync(bytes(folder, 0x45, 0x84, 0x2e, 0x74, 0x73), ''),
    reason: /not written in UTF-8/,
  },
  {
    title: 'a folder whose name is no text',
    plant: (folder) => mkdirSync(bytes(folder, 0xff, 0xfe)),
    reason: /not written in UTF-8/,
  },
  {
    title: 'a path longer than the system takes',
    plant: (folder) =>
      node(folder, "for (let i = 0; i < 25; i++) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }"),
    reason: /\d+ bytes; 800 are the most/,
  },
  {
    title: 'a link to nothing',
    plant: (folder) => symlinkSync('none', join(folder, 'nothing')),
    reason: /a symbolic link/,
  },
  {
    title: 'a link to itself',
    plant: (folder) => symlinkSync('loop', join(folder, 'loop')),
    reason: /a symbolic link/,
  },
  {
    title: 'a link to its folder',
    plant: (folder) => symlinkSync('.', join(folder, 'same')),
    reason: /a symbolic link/,
  },
  { title: 'a pipe', plant: (folder) => execFileSync('mkfifo', [join(folder, 'pipe')]), reason: /a named pipe/ },
  {
    title: 'a socket',
    plant: (folder) => node(folder, "net.createServer().listen('socket', () => process.kill(process.pid, 'SIGKILL'))"),
    reason: /a socket/,
  },
  { title: 'a sparse file', plant: (folder) => truncateSync(file(folder, 'large'), 2 ** 40), reason: /large.* has/ },
  { title: 'a line break', plant: (folder) => file(folder, 'a\nb'), reason: /an invisible character/ },
  { title: 'a backslash', plant: (folder) => file(folder, 'a\\b'), reason: /a backslash/ },
  {
    title: 'names that are one elsewhere',
    plant: (folder) => ['Twin', 'tWIN'].map((name) => file(folder, name)),
    reason: /differ only/,
  },
  { title: 'a name of 255 bytes', plant: (folder) => file(folder, 'n'.repeat(255)) },
  { title: 'a time to come', plant: (folder) => utimesSync(file(folder, 'late'), 0, 15_032_385_535) },
  { title: 'a time before 1970', plant: (folder) => utimesSync(file(folder, 'early'), 0, -1_000_000_000) },
  { title: 'an empty folder', plant: (folder) => mkdirSync(join(folder, 'empty')) },
  {
    title: 'what is no text, and is dropped',
    plant: (folder) => {
      mkdirSync(join(folder, 'node_modules'), { recursive: true });
      writeFileSync(bytes(join(folder, 'node_modules'), 0x61, 0xe4), '');
    },
  },
];
