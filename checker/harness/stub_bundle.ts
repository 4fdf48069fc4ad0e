import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { PROJECT } from '../project.ts';

const HERE = import.meta.dirname;
const SOURCES = [
  ...['stub', 'channel', 'rehearsal', 'rehearse.ts', 'protocol.ts', 'rules.ts', 'stub_bundle.ts'],
  ...['../submission/fold_case.ts', '../submission/left_out.ts'],
];
const PRELOADED = ['express', 'cookie-parser', 'uuid', 'kysely'];

/**
 * The stub and the packages that learners use as one file: a process with it is ready in a third of the time that
 * loading them file by file takes. Built when a source or a package changed, and when what is there is not what was built: its
 * name tells. Gives the absolute path of its folder. `cache`: where it is kept.
 */
export async function stubBundle(cache = PROJECT.cache): Promise<string> {
  const name = `stub-${await fingerprint()}`;
  const names = await readdir(cache).catch(() => []);
  for (const found of names.filter((each) => each.startsWith(`${name}-`))) {
    const folder = join(cache, found);
    if (found === `${name}-${contentHash(folder)}`) return folder;
    await rm(folder, { recursive: true, force: true });
  }
  return build(cache, name);
}

async function build(cache: string, name: string): Promise<string> {
  const draft = join(cache, `draft-${randomUUID()}`);
  try {
    await fill(draft);
    const folder = join(cache, `${name}-${contentHash(draft)}`);
    await rename(draft, folder);
    return folder;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** SHA-256 over the names and contents of the files of a folder, the first 16 digits. */
function contentHash(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    const content = readFileSync(join(folder, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

async function fill(draft: string): Promise<void> {
  const { build: bundle } = await import('esbuild');
  await bundle({
    entryPoints: [join(HERE, 'stub', 'main.ts')],
    outfile: join(draft, 'bundle.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    minify: true,
    keepNames: true,
    banner: { js: PRIVATE_JSON },
    legalComments: 'none',
    // What is wrong is in the error.
    logLevel: 'silent',
    plugins: [lightData(draft)],
  });
  for (const name of PRELOADED) await writeFile(join(draft, `${name}.mjs`), await shim(name));
  await writeFile(join(draft, 'passwd'), PASSWD);
  await writeFile(join(draft, 'stub.cjs'), LAUNCHER + KEEP_COMPILED);
  const { rehearse } = await import('./rehearse.ts');
  await rehearse(draft);
  await writeFile(join(draft, 'stub.cjs'), LAUNCHER);
}

/**
 * Tables that hardly any server needs make half of the bundle, and each process would read them at its start. Those of rare
 * encodings lie beside it, and are read when they are asked for; of the media types, what nobody reads is left out.
 */
function lightData(folder: string): Plugin {
  return {
    name: 'light data',
    setup(build) {
      build.onResolve({ filter: /\/tables\/[\w-]+\.json$/ }, async ({ path, resolveDir }) => {
        const name = `data-${basename(path)}`;
        await mkdir(folder, { recursive: true });
        await copyFile(join(resolveDir, path), join(folder, name));
        return { path: `./${name}`, external: true };
      });
      build.onLoad({ filter: /[\\/]mime-db[\\/]db\.json$/ }, async ({ path }) => {
        const types = Object.entries(JSON.parse(await readFile(path, 'utf8')) as Record<string, MediaType>);
        const used = types.filter(([, { extensions, charset }]) => extensions || charset);
        const lean = used.map(([name, { source, charset, extensions }]) => [name, { source, charset, extensions }]);
        return { contents: JSON.stringify(Object.fromEntries(lean)), loader: 'json' };
      });
    },
  };
}

type MediaType = { source?: string; charset?: string; extensions?: string[] };

/**
 * The stub's own references: a submission that replaces `JSON.stringify` changes nothing of what the stub says. And strict from the
 * first word, so that no function of theirs that it calls can see its caller.
 */
const PRIVATE_JSON =
  '"use strict"; const JSON = { parse: globalThis.JSON.parse, stringify: globalThis.JSON.stringify };';

/** The users of a sandbox that has no others. */
const PASSWD = 'kata:x:65534:65534:kata:/scratch:/bin/false\n';

/**
 * Loads the bundle with the code compiled that a rehearsal needed. Node's own cache would keep what is compiled at loading
 * alone, and compile each module of the learner's for a cache that nobody writes.
 */
const LAUNCHER = `
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { Module, createRequire, wrap } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');
const filename = join(__dirname, 'bundle.cjs');
const compiled = join(__dirname, 'compiled');
const script = new Script(wrap(readFileSync(filename, 'utf8')), {
  filename,
  cachedData: existsSync(compiled) ? readFileSync(compiled) : undefined,
});
const bundle = (require.cache[filename] = Object.assign(new Module(filename), { filename, loaded: true }));
script.runInThisContext()(bundle.exports, createRequire(filename), bundle, filename, __dirname);
const { run, packages } = bundle.exports;
// What begins all this is nobody else's to begin again.
bundle.exports = { packages };
if (require.main === module) run((url) => import(url));
else module.exports = script;
`;

/** Ends the launcher of a rehearsal. */
const KEEP_COMPILED = `
process.on('exit', () => writeFileSync(compiled, script.createCachedData()));
`;

/** A module that hands a preloaded package on under the names that Node gives its exports. */
async function shim(name: string): Promise<string> {
  const names = Object.keys((await import(name)) as object).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key));
  const lines = names.map((key) =>
    key === 'default'
      ? 'export default found.default;'
      : `const $${key} = found[${JSON.stringify(key)}]; export { $${key} as ${key} };`,
  );
  return [
    `import stub from './bundle.cjs';`,
    `const found = stub.packages[${JSON.stringify(name)}];`,
    ...lines,
    '',
  ].join('\n');
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const file of await sourceFiles()) hash.update(await readFile(file));
  hash.update(await readFile(join(PROJECT.root, 'package.json')));
  return hash.digest('hex').slice(0, 16);
}

async function sourceFiles(): Promise<string[]> {
  const files: string[] = [];
  for (const source of SOURCES) {
    if (source.endsWith('.ts')) files.push(join(HERE, source));
    else for (const name of await readdir(join(HERE, source))) files.push(join(HERE, source, name));
  }
  return files.filter((file) => !file.endsWith('.test.ts')).sort();
}
