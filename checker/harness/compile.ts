import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readApi } from '../intake/folder.ts';
import { PROJECT } from '../project.ts';
import type { Sandbox } from '../sandbox/level.ts';
import { encodingFault } from '../submission/encoding.ts';
import { hashFiles } from '../submission/hash_files.ts';
import { compileFiles } from './compiler/compiler.ts';
import type { Compiled } from './compiler/compiler_process.ts';
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
const LAYOUT = 'submissions-5';

/** How many compiled submissions stay in the cache. */
const KEPT_SUBMISSIONS = 200;

/** Name of the file, in the folder of a compiled submission, that lists what is wrong with its sources. */
const SYNTAX_ERRORS = '.syntax_errors.json';

const CODE = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;
/** What can be imported: code, and data. */
const MODULE = /\.(?:[cm]?ts|tsx|[cm]?js|jsx|json)$/;

/**
 * Compiles a submission's TypeScript, each file for itself, with source maps, into a folder that is named by its content.
 * What reads the sources runs in a process of its own, in this sandbox. Throws a `Refusal` if the folder is missing, or holds what
 * no submission may.
 */
export async function compileSubmission(folder: string, sandbox: Sandbox): Promise<CompiledSubmission> {
  const sources = await readApi(folder);
  const contentHash = hashFiles(sources);
  const kept = join(PROJECT.cache, LAYOUT, contentHash);
  const root = existsSync(kept) ? kept : await compileInto(kept, sources, sandbox);
  if (root === kept) await utimes(root, new Date(), new Date());
  const syntaxErrors = JSON.parse(
    await readFile(join(root, SYNTAX_ERRORS), 'utf8'),
  ) as CompiledSubmission['syntaxErrors'];
  return { root, contentHash, syntaxErrors, sources };
}

/** Whether a file of this name can be imported, so that its letters matter. */
export function isModule(name: string): boolean {
  return MODULE.test(name);
}

/** The content hash that a submission in this folder has once it is compiled. */
export async function contentHash(folder: string): Promise<string> {
  return hashFiles(await readApi(folder));
}

/** Whether the folder has the module that every submission needs. */
export function hasEntry(folder: string): boolean {
  return existsSync(join(folder, ENTRY_MODULE));
}

type Sources = ReadonlyMap<string, Buffer>;

/** Compiles into this folder, or into another where the result may be another the next time. Gives the folder. */
async function compileInto(kept: string, sources: Sources, sandbox: Sandbox): Promise<string> {
  const draft = `${kept}.${randomUUID()}`;
  await mkdir(draft, { recursive: true });
  const unreadable = unreadableModules(sources);
  const code = [...sources]
    .filter(([name]) => CODE.test(name) && !unreadable.has(name))
    .map(([name, content]) => ({ name, content }));
  const results = await compileFiles(code, sandbox);
  const root = results.some((result) => 'error' in result && result.gaveUp) ? draft : kept;
  const compiled = new Map(code.map(({ name }, index) => [name, results[index] as Compiled]));
  const syntaxErrors: CompiledSubmission['syntaxErrors'] = [];
  for (const [name, content] of sources) {
    const target = join(draft, name);
    await mkdir(dirname(target), { recursive: true });
    const result = unreadable.get(name) ?? compiled.get(name) ?? { code: content };
    if ('error' in result) syntaxErrors.push({ file: name, ...result.error });
    await writeFile(target, 'error' in result ? throwing(result.error, name) : result.code);
  }
  await writeFile(join(draft, SYNTAX_ERRORS), JSON.stringify(syntaxErrors));
  // Another process may have been faster: its folder has the same content.
  if (root !== draft) await rename(draft, root).catch(() => rm(draft, { recursive: true, force: true }));
  await prune(dirname(kept), KEPT_SUBMISSIONS);
  return root;
}

/** Of the files that can be imported, those whose letters nobody can read. The compiler would name a strange one instead. */
function unreadableModules(sources: Sources): Map<string, { error: { message: string; line: number } }> {
  const faults = [...sources]
    .filter(([name]) => isModule(name))
    .map(([name, content]) => [name, encodingFault(content)] as const);
  return new Map(
    faults.flatMap(([name, message]) => (message ? [[name, { error: { message, line: 1 } }] as const] : [])),
  );
}

/** Stands in the place of a source that cannot be compiled: whoever loads it gets the error, at the place where it is. */
function throwing({ message, line }: { message: string; line: number }, name: string): string {
  return `${SYNTAX_ERROR_MARK}${JSON.stringify({ message, place: `${name}:${line}` })}`;
}
