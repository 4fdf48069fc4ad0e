import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isLeftOut } from '../../submission/left_out.ts';
import { temporaryFolder } from '../../temporary.ts';

/** What the commits of a clone say of the files below a folder. */
export type History = {
  /** When the last commit was made that touched what is judged there: milliseconds since 1970. */
  at: number;
  /** Whether a file, by its name below that folder, is in the present commit with this content. */
  holds: (file: string, content: Buffer) => boolean;
};

/** Milliseconds for one answer of git, whatever a repository is made of. */
const PATIENCE = 10_000;
const MOST_OUTPUT = 32 * 1024 * 1024;
const MOST_TEXT = 16 * 1024 * 1024;

/**
 * The history of `root`, a folder in a source, with a final slash or empty; undefined if the source is not a clone, or if git
 * cannot read it. Repositories are hostile, and what stands in their configuration can start programs: so git sees their
 * objects and references from a folder of ours, with a configuration of ours.
 */
export async function historyOf(source: string, root: string): Promise<History | undefined> {
  const repository = await repositoryOf(source, root);
  if (!repository) return undefined;
  await using ours = await temporaryFolder();
  try {
    await borrow(join(source, repository.above, '.git'), ours.path);
    const paths = repository.below === '' ? [] : ['--', repository.below];
    const log = ['log', '-z', '--format=%x00%ct', '--name-only', '--no-renames', '-c', 'HEAD', ...paths];
    const at = lastTime(await git(ours.path, log), repository.below);
    const tree = await git(ours.path, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD', ...paths]);
    if (at === undefined) return undefined;
    const blobs = new Map(tree.split('\0').map(blobOf));
    return {
      at,
      holds: (file, content) => isBlob(blobs.get(`${repository.below}${file}`.normalize('NFC')), content),
    };
  } catch {
    return undefined;
  }
}

/** Whether there are clones among these sources, and no git to read them. */
export function isGitMissing(paths: string[]): boolean {
  return paths.some((path) => existsSync(join(path, '.git'))) && spawnSync('git', ['--version']).status !== 0;
}

/** The innermost repository that a folder is in, without leaving the source. Paths have a final slash, or are empty. */
async function repositoryOf(source: string, root: string): Promise<{ above: string; below: string } | undefined> {
  const parts = root.split('/').slice(0, -1);
  for (let count = parts.length; count >= 0; count -= 1) {
    const [above, below] = [parts.slice(0, count), parts.slice(count)].map((each) =>
      each.map((part) => `${part}/`).join(''),
    );
    const status = await lstat(join(source, above as string, '.git')).catch(() => undefined);
    if (status?.isDirectory()) return { above: above as string, below: below as string };
  }
  return undefined;
}

/** Makes a repository of ours in `folder` that has the objects and references of another, and nothing else of it. */
async function borrow(repository: string, folder: string): Promise<void> {
  for (const name of ['HEAD', 'packed-refs', 'shallow']) {
    const status = await lstat(join(repository, name)).catch(() => undefined);
    if (status?.isFile() && status.size <= MOST_TEXT) await copyFile(join(repository, name), join(folder, name));
  }
  for (const name of ['objects', 'refs', 'reftable']) {
    const status = await lstat(join(repository, name)).catch(() => undefined);
    if (status?.isDirectory()) await symlink(join(repository, name), join(folder, name), 'junction');
  }
  const theirs = await readFile(join(repository, 'config'), 'utf8').catch(() => '');
  const formats = [
    ...(/^\s*objectformat\s*=\s*sha256\s*$/im.test(theirs) ? ['objectFormat = sha256'] : []),
    ...(existsSync(join(folder, 'reftable')) ? ['refStorage = reftable'] : []),
  ];
  const version = formats.length > 0 ? 1 : 0;
  const config = ['[core]', `repositoryFormatVersion = ${version}`, 'bare = true', '[extensions]', ...formats, ''];
  await writeFile(join(folder, 'config'), config.join('\n'));
  await mkdir(join(folder, 'refs'), { recursive: true });
}

async function git(repository: string, args: string[]): Promise<string> {
  const own = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  const env = {
    ...Object.fromEntries(own),
    GIT_DIR: repository,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(repository, 'none'),
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    LC_ALL: 'C',
  };
  const settings = ['--no-pager', '--literal-pathspecs', '-c', 'core.commitGraph=false', '-c', 'core.quotePath=false'];
  const options = { cwd: repository, env, timeout: PATIENCE, killSignal: 'SIGKILL', maxBuffer: MOST_OUTPUT } as const;
  const { stdout } = await promisify(execFile)('git', [...settings, ...args], options);
  return stdout;
}

/**
 * The time of the first commit of a log, the last that was made, that names a file that is judged. The log has, each behind a
 * zero: nothing, then a time in seconds, then the names, of which the first stands on a new line.
 */
function lastTime(log: string, below: string): number | undefined {
  let time: number | undefined;
  let before: string | undefined = '';
  for (const part of log.split('\0')) {
    if (part === '') time = undefined;
    else if (before === '') time = Number(part) * 1000;
    else if (time !== undefined && isJudged(part.replace(/^\n/, ''), below)) return time;
    before = part;
  }
  return undefined;
}

function isJudged(path: string, below: string): boolean {
  return path.startsWith(below) && !path.slice(below.length).split('/').some(isLeftOut);
}

/** A line of `git ls-tree`: the path in one Unicode form, and the name of its content. */
function blobOf(line: string): [path: string, id: string] {
  const [head = '', path = ''] = line.split('\t', 2);
  return [path.normalize('NFC'), head.split(' ')[2] ?? ''];
}

/** Whether git calls this content so. On Windows, files of a clone have other ends of lines than what was committed. */
function isBlob(id: string | undefined, content: Buffer): boolean {
  if (!id) return false;
  const unix = Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  const hashes = [content, unix].map((each) =>
    createHash(id.length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${each.length}\0`)
      .update(each)
      .digest('hex'),
  );
  return hashes.includes(id);
}
