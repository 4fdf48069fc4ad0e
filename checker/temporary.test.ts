import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeTree } from './remove_tree.ts';
import { sweepTemporary, temporaryFolder } from './temporary.ts';

const MAKE = `
import { temporaryFolder } from ${JSON.stringify(join(import.meta.dirname, 'temporary.ts'))};
console.log((await temporaryFolder()).path);
setInterval(() => {}, 1000);
`;

async function another() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', MAKE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const path = line.toString().trim();
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await removeTree(path);
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { path, kill };
}

test('a folder goes with its scope, with all that is in it', async () => {
  let path: string;
  {
    await using folder = await temporaryFolder();
    path = folder.path;
    await writeFile(join(path, 'file'), '');
    expect(await readdir(path)).toEqual(['file']);
  }
  expect(existsSync(path)).toBe(false);
});

test('what a process has left that was killed goes, and what one has that runs stays', async () => {
  const [left, used] = await Promise.all([another(), another()]);
  await mkdir(join(left.path, 'below'));
  await sweepTemporary();
  expect([existsSync(left.path), existsSync(used.path)]).toEqual([true, true]);
  await left.kill();
  await sweepTemporary();
  expect([existsSync(left.path), existsSync(used.path)]).toEqual([false, true]);
});

test('other names stay', async () => {
  await using folder = await temporaryFolder();
  const others = ['kata-1', 'kata-999999-0-AbCdEf', 'kata-999999-0-0-AbCdEf.tar', 'my-kata-999999-0-0-AbCdEf'];
  for (const name of others) await mkdir(join(dirname(folder.path), `${name}${basename(folder.path)}`));
  onTestFinished(async () => {
    for (const name of others) await removeTree(join(dirname(folder.path), `${name}${basename(folder.path)}`));
  });
  await sweepTemporary();
  for (const name of others)
    expect(existsSync(join(dirname(folder.path), `${name}${basename(folder.path)}`)), name).toBe(true);
});

test.runIf(process.platform === 'linux')('a number that another process has by now is no owner', async () => {
  const used = await another();
  // The same number and namespace, and another start.
  const name = basename(used.path).replace(/-\d+-(\w{6})$/, '-1-$1');
  const path = join(dirname(used.path), name);
  await mkdir(path);
  const elsewhere = join(dirname(used.path), basename(used.path).replace(/^(kata-\d+)-\d+/, '$1-1'));
  await mkdir(elsewhere);
  onTestFinished(async () => void (await Promise.all([path, elsewhere].map(removeTree))));
  await sweepTemporary();
  expect(existsSync(path)).toBe(false);
  // Of a process that another container counts, nobody here knows whether it runs.
  expect(existsSync(elsewhere)).toBe(true);
});
