import { execFile } from 'node:child_process';
import { appendFile, copyFile, mkdtempDisposable, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { NODE_FLAGS } from '../sandbox/level.ts';
import { stubBundle } from './stub_bundle.ts';

const require = createRequire(import.meta.url);

test.each(['express', 'cookie-parser', 'uuid', 'kysely'])(
  'functions of the bundled %s have their own names',
  async (name) => {
    const { packages } = require(join(await stubBundle(), 'bundle.cjs')) as { packages: Record<string, object> };
    const names = namesIn(await import(name));
    expect(names.length).toBeGreaterThan(1);
    expect(namesIn(packages[name])).toEqual(names);
  },
);

test('the stub starts with its code compiled', async () => {
  const [rejected] = await launch(await stubBundle());
  expect(rejected).toBe(false);
});

test('what requests need is compiled, too', async () => {
  // A word in a function of the JSON parser's: it is among what is compiled once a request has needed that function.
  const word = 'entity.parse.failed';
  const stub = await stubBundle();
  expect(await readFile(join(stub, 'compiled'), 'latin1')).toContain(word);
  await using bare = await mkdtempDisposable(join(tmpdir(), 'kata-stub-'));
  for (const name of ['stub.cjs', 'bundle.cjs']) await copyFile(join(stub, name), join(bare.path, name));
  const [rejected, compiled] = await launch(bare.path);
  expect(rejected).toBeNull();
  expect(compiled).not.toContain(word);
});

test('what was changed is not used, and built anew', async () => {
  await using cache = await mkdtempDisposable(join(tmpdir(), 'kata-stub-'));
  const built = await stubBundle(cache.path);
  expect(await stubBundle(cache.path)).toBe(built);
  const right = await readFile(join(built, 'bundle.cjs'), 'utf8');
  await appendFile(join(built, 'bundle.cjs'), 'evil()');
  const again = await stubBundle(cache.path);
  expect(await readFile(join(again, 'bundle.cjs'), 'utf8')).toBe(right);
  // A file that is added or missing is a change as well.
  await writeFile(join(again, 'added.mjs'), '');
  const third = await stubBundle(cache.path);
  expect(await readdir(third)).not.toContain('added.mjs');
  await rm(join(third, 'passwd'));
  expect(await readdir(await stubBundle(cache.path))).toContain('passwd');
  expect((await readdir(cache.path)).length).toBe(1);
});

/** Whether V8 refused the compiled code, null where there is none, and what is compiled once the stub is loaded. */
async function launch(stub: string): Promise<[rejected: boolean | null, compiled: string]> {
  const source = `
    const script = require(${JSON.stringify(join(stub, 'stub.cjs'))});
    console.log(JSON.stringify([script.cachedDataRejected ?? null, script.createCachedData().toString('latin1')]));`;
  const { stdout } = await promisify(execFile)(process.execPath, [...NODE_FLAGS, '-e', source], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as [boolean | null, string];
}

/** The functions that can be reached from some exports, by where they are: `Router.prototype.use is use`. */
function namesIn(exports: unknown): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const look = (value: unknown, path: string) => {
    if ((typeof value !== 'function' && typeof value !== 'object') || value === null || seen.has(value)) return;
    seen.add(value);
    if (typeof value === 'function') found.push(`${path} is ${value.name}`);
    for (const [key, { value: part }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
      if (!['constructor', 'super_', 'caller', 'callee', 'arguments'].includes(key)) look(part, `${path}.${key}`);
  };
  // What CommonJS and modules make of each other differs in these: they are the package itself.
  const { default: main, 'module.exports': _same, ...named } = exports as Record<string, unknown>;
  look(main ?? named, '');
  return found.sort();
}
