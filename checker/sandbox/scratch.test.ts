import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtempDisposable, readdir, readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingPart } from '../e2e/system_parts.ts';
import { sandboxOf } from './available.ts';
import { isRoot, UNUSED_USER } from './level.ts';
import { RESOURCES } from './resources.ts';
import { inRoom, newScratch, roomOf, type Scratch } from './scratch.ts';

/** What a folder on the disk may hold here is as much as there is. */
const ENOUGH = { files: 2 * (RESOURCES.diskBytes / RESOURCES.fileBytes), entries: 2 * RESOURCES.diskEntries };

const TOO_LONG = "for (let i = 0; i < 30; i++) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }";

async function newFolder() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'scratch-'));
  await chmod(folder.path, 0o755);
  return folder;
}

test('at the other levels it is the folder itself', async () => {
  await using folder = await newFolder();
  await using scratch = await newScratch(folder.path, { level: 'basic' });
  expect(scratch.path).toBe(folder.path);
  expect(roomOf(scratch.path)).toBeUndefined();
});

const strong = missingPart('strong') === undefined ? sandboxOf('strong') : undefined;
const hasRooms = strong && 'engine' in strong && strong.engine === 'bubblewrap';

describe.runIf(hasRooms)('with bubblewrap', () => {
  const sandbox = strong ?? { level: 'none' as const };

  test('the kernel bounds bytes and entries, and nothing of it comes to the disk', async () => {
    await using folder = await newFolder();
    await using scratch = await newScratch(folder.path, sandbox);
    expect(roomOf(scratch.path)?.folder).toBe(folder.path);
    const full = 'No space left on device';
    expect(
      runIn(scratch, `for i in $(seq ${ENOUGH.files}); do head -c ${RESOURCES.fileBytes} /dev/zero > $i || exit; done`),
    ).toContain(full);
    await scratch.empty();
    expect(runIn(scratch, `seq -f 'a-folder-%g' ${ENOUGH.entries} | xargs mkdir`)).toContain(full);
    expect(await readdir(folder.path)).toEqual([]);
  });

  test('what is in it is not run', async () => {
    await using folder = await newFolder();
    await using scratch = await newScratch(folder.path, sandbox);
    expect(runIn(scratch, 'cp /bin/true program && chmod 700 program && ./program')).toContain('Permission denied');
  });

  test.each([
    ['a deep tree', 'for i in $(seq 40); do mkdir d; cd d; echo > file; done'],
    ['a path that is too long', `'${process.execPath}' -e "${TOO_LONG}"`],
    ['folders that are closed', 'mkdir -p shut/inner; echo > shut/inner/file; chmod 0 shut/inner shut'],
    ['odd names', "echo > -rf; echo > .hidden; echo > '..x'; printf x > \"$(printf 'a\\nb\\377')\""],
  ])('all of it is removed: %s', async (_what, script) => {
    await using folder = await newFolder();
    await using scratch = await newScratch(folder.path, sandbox);
    expect(runIn(scratch, script)).toBe('');
    expect(await readdir(scratch.path)).not.toEqual([]);
    await scratch.empty();
    expect(await readdir(scratch.path)).toEqual([]);
    expect(runIn(scratch, 'echo > file')).toBe('');
  });

  test('two of them know nothing of each other, and each goes when it is not needed any more', async () => {
    await using folder = await newFolder();
    const [one, two] = [join(folder.path, 'one'), join(folder.path, 'two')];
    await Promise.all([mkdir(one), mkdir(two)]);
    const first = await newScratch(one, sandbox);
    await using second = await newScratch(two, sandbox);
    expect(runIn(first, 'echo text > file')).toBe('');
    expect(await readdir(first.path)).toEqual(['file']);
    expect(await readdir(second.path)).toEqual([]);
    const holder = roomOf(first.path)?.holder;
    expect(await readlink(`/proc/${holder}/ns/mnt`)).not.toBe(await readlink('/proc/self/ns/mnt'));
    await first[Symbol.asyncDispose]();
    await expect(readdir(first.path)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(one)).toEqual([]);
  });

  test('it ends with the process that made it, also by SIGKILL', async () => {
    await using folder = await newFolder();
    const source = `import { newScratch } from ${JSON.stringify(join(import.meta.dirname, 'scratch.ts'))};
      const { path } = await newScratch(${JSON.stringify(folder.path)}, ${JSON.stringify(sandbox)});
      console.log(path);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [path] = (await once(owner.stdout.setEncoding('utf8'), 'data')) as [string];
    const holder = Number(roomOf(path.trim())?.holder);
    expect(isAlive(holder)).toBe(true);
    owner.kill('SIGKILL');
    await expect.poll(() => isAlive(holder), { timeout: 10_000, interval: 20 }).toBe(false);
  });
});

/** Runs lines of a shell in it, as a submission would be run, and gives what they complain of. */
function runIn(scratch: Scratch, script: string): string {
  const room = roomOf(scratch.path) as NonNullable<ReturnType<typeof roomOf>>;
  const [command = '', ...args] = [...inRoom(room), '/bin/sh', '-c', `cd "$0" && ${script}`, room.folder];
  const identity = isRoot() ? { uid: UNUSED_USER, gid: UNUSED_USER } : {};
  return spawnSync(command, args, { encoding: 'utf8', env: { PATH: '/usr/bin:/bin' }, cwd: '/', ...identity }).stderr;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
