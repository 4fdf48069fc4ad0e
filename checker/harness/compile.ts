import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { PROJECT } from '../project.ts';
import { prune } from './prune.ts';
import { ENTRY_MODULE, SYNTAX_ERROR_MARK } from './rules.ts';

/** A submission that is ready to run. */
export type CompiledSubmission = {
  /** Absolute path of the folder with the compiled modules, under the names that the learner gave them. */
  root: string;
  /** SHA-256 over the names and contents of the files, in hexadecimal. */
  contentHash: string;
  /** Files that are no TypeScript: each with the place and what esbuild says. They throw the same when they are loaded. */
  syntaxErrors: { file: string; line: number; message: string }[];
  /** Contents of the files, by their names relative to the submission. */
  sources: ReadonlyMap<string, Buffer>;
};

/** Where compiled submissions lie. A new layout gets a new name, so that nobody reads an old one. */
const LAYOUT = 'submissions-3';

/** How many compiled submissions stay in the cache. */
const KEPT_SUBMISSIONS = 200;

/** Name of the file, in the folder of a compiled submission, that lists what is wrong with its sources. */
const SYNTAX_ERRORS = '.syntax_errors.json';

const CODE = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;
const LEFT_OUT =
  /^(?:node_modules|\..*|package(?:-lock)?\.json|tsconfig.*\.json|.*\.(?:test|spec)\.[cm]?[jt]sx?|.*\.config\.[cm]?[jt]s|.*\.db(?:-\w+)?)$/;

/**
 * Compiles a submission's TypeScript, each file for itself, with source maps, into a folder that is named by its content.
 * Throws an `Error` with code `ENOENT` where the folder is missing.
 */
export async function compileSubmission(folder: string): Promise<CompiledSubmission> {
  const sources = await readSources(folder);
  const contentHash = hashOf(sources);
  const root = join(PROJECT.cache, LAYOUT, contentHash);
  if (!existsSync(root)) {
    await compileInto(root, sources);
    await prune(dirname(root), KEPT_SUBMISSIONS);
  } else await utimes(root, new Date(), new Date());
  const syntaxErrors = JSON.parse(
    await readFile(join(root, SYNTAX_ERRORS), 'utf8'),
  ) as CompiledSubmission['syntaxErrors'];
  return { root, contentHash, syntaxErrors, sources };
}

/** Whether the folder has the module that every submission needs. */
export function hasEntry(folder: string): boolean {
  return existsSync(join(folder, ENTRY_MODULE));
}

type Sources = Map<string, Buffer>;

async function readSources(folder: string): Promise<Sources> {
  const names = await listFiles(folder, folder);
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return new Map(names.map((name, index) => [name, contents[index] as Buffer]));
}

async function listFiles(folder: string, root: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const kept = entries.filter((entry) => !LEFT_OUT.test(entry.name));
  const lists = await Promise.all(
    kept.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listFiles(path, root);
      return entry.isFile() ? [relative(root, path).split(sep).join('/')] : [];
    }),
  );
  return lists.flat().sort();
}

function hashOf(sources: Sources): string {
  const hash = createHash('sha256');
  for (const [name, content] of sources) hash.update(`${name}\0${content.length}\0`).update(content);
  return hash.digest('hex');
}

async function compileInto(root: string, sources: Sources): Promise<void> {
  const draft = `${root}.${randomUUID()}`;
  const syntaxErrors: CompiledSubmission['syntaxErrors'] = [];
  await mkdir(draft, { recursive: true });
  for (const [name, content] of sources) {
    const target = join(draft, name);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, CODE.test(name) ? await compileModule(name, content, root, syntaxErrors) : content);
  }
  await writeFile(join(draft, SYNTAX_ERRORS), JSON.stringify(syntaxErrors));
  // Another process may have been faster: its folder has the same content.
  await rename(draft, root).catch(() => rm(draft, { recursive: true, force: true }));
}

async function compileModule(
  name: string,
  content: Buffer,
  root: string,
  syntaxErrors: CompiledSubmission['syntaxErrors'],
): Promise<string> {
  const { transform } = await import('esbuild');
  try {
    const { code } = await transform(content, {
      loader: name.endsWith('x') ? 'tsx' : 'ts',
      format: /\.c[jt]s$/.test(name) ? 'cjs' : 'esm',
      platform: 'node',
      target: 'node24',
      sourcemap: 'inline',
      sourcesContent: false,
      sourcefile: name.split('/').at(-1) ?? name,
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
    });
    return code;
  } catch (error) {
    const [first] = (error as { errors?: { text: string; location: { line: number } | null }[] }).errors ?? [];
    if (!first) throw error;
    const line = first.location?.line ?? 1;
    syntaxErrors.push({ file: name, line, message: first.text });
    return throwing(first.text, `${root}/${name}:${line}`);
  }
}

/** Stands in the place of a source that cannot be compiled: whoever loads it gets the error, at the place where it is. */
function throwing(message: string, place: string): string {
  return `${SYNTAX_ERROR_MARK}${JSON.stringify({ message, place })}`;
}
