// @module-tag long
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { SAME_PRESS } from '../commands/key_presses.ts';
import { PROJECT } from '../project.ts';
import { type Class, classOfFour, GRADE } from './graded.ts';
import { missingPart } from './system_parts.ts';
import { Terminal } from './tmux.ts';

/** Ctrl-C, as a signal alone and in a terminal, of `kata` itself and where npm has started it. */

/** A class whose first one is judged at once, and whose next two take until a deadline: then somebody is under way. */
async function slowClass(): Promise<Class> {
  const made = await classOfFour();
  for (const name of ['bob', 'cid']) writeFileSync(made.at('class', name, 'api', 'v1', 'app.ts'), NEVER_LOADS);
  return made;
}

const NEVER_LOADS = 'await new Promise((resolve) => setTimeout(resolve, 3_600_000));\n';

const flagsOf = (made: Class) => [...GRADE, made.class, '--out', made.out, '--jobs', '2', '--seed', '1'];

/** Who was judged, and that nothing is there by halves. */
async function kept({ out }: Class): Promise<string[]> {
  const files = await readdir(out, { recursive: true });
  expect(files.filter((name) => name.includes('draft'))).toEqual([]);
  const names = (await readdir(join(out, 'submissions'))).map((name) => name.replace('.json', ''));
  for (const name of names)
    expect(JSON.parse(await readFile(join(out, 'submissions', `${name}.json`), 'utf8'))).toMatchObject({ name });
  return names.sort();
}

/** Waits until a program has printed this. */
async function prints(child: ChildProcess, stream: 'stdout' | 'stderr', text: string): Promise<void> {
  let printed = '';
  for await (const chunk of child[stream]?.iterator({ destroyOnReturn: false }) ?? []) {
    printed += String(chunk);
    if (printed.includes(text)) return;
  }
  throw new Error(`It ended without "${text}": ${printed}`);
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s: who is under way is finished and kept, and it says how to go on',
  async (signal) => {
    await using made = await slowClass();
    const child = spawn(process.execPath, [join(PROJECT.root, 'checker', 'kata.mjs'), ...flagsOf(made)]);
    await prints(child, 'stdout', '1/4 ann');
    child.kill(signal);
    await Promise.all([prints(child, 'stderr', 'Stopping'), prints(child, 'stdout', '--resume')]);
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect(await kept(made)).toEqual(['ann', 'bob', 'cid']);
  },
);

test('a second signal ends it at once', async () => {
  await using made = await slowClass();
  const child = spawn(process.execPath, [join(PROJECT.root, 'checker', 'kata.mjs'), ...flagsOf(made)]);
  await prints(child, 'stdout', '1/4 ann');
  child.kill('SIGINT');
  await prints(child, 'stderr', 'Stopping');
  // What follows too soon is the same press.
  await sleep(2 * SAME_PRESS);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([130, null]);
  expect(await kept(made)).toEqual(['ann']);
});

describe.runIf(missingPart('terminal') === undefined)('in a terminal', () => {
  test.each([
    ['kata itself', 'node checker/kata.mjs'],
    ['npx', 'npx kata'],
    ['npm run', 'npm run kata --'],
  ])('%s: one press is one', async (_title, command) => {
    await using made = await slowClass();
    await using terminal = await Terminal.open(PROJECT.root, { columns: 120 });
    // In the strong sandbox, another user works there.
    await chmod(terminal.temporary, 0o755);
    await terminal.type([command, ...flagsOf(made)].join(' '));
    await terminal.shows('1/4');
    await terminal.press('C-c');
    await terminal.shows('Stopping', 'not judged yet');
    await expect.poll(() => terminal.processes(), { timeout: 10_000 }).toEqual([]);
    expect(await kept(made)).toEqual(['ann', 'bob', 'cid']);
  });
});
