import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, UserError } from './errors.ts';

/**
 * What of the packages that this project needs is not installed. It imports no package: it is asked when one could not be
 * loaded.
 */

const ROOT = join(import.meta.dirname, '..');

/** An entry of `packages` in `package-lock.json`, as far as it is read here. */
type Locked = { dev?: boolean; optional?: boolean; os?: string[]; cpu?: string[]; libc?: string[] };

/** More names than this say nothing more. */
const MAX_NAMES = 3;

/** One sentence where a package is missing, with what helps. */
export function incomplete(root = ROOT): string | undefined {
  const missing = missingPackages(root);
  if (missing.length === 0) return undefined;
  const rest = missing.length > MAX_NAMES ? ` and ${missing.length - MAX_NAMES} more` : '';
  const names = `${missing.slice(0, MAX_NAMES).join(', ')}${rest}`;
  return `The packages of this project are not complete: ${names} ${missing.length === 1 ? 'is' : 'are'} missing. Run \`npm ci\` in ${root}, on this machine.`;
}

/** Throws that sentence as a `UserError`: for long work, in which it would be told late or often. */
export function demandComplete(): void {
  const sentence = incomplete();
  if (sentence !== undefined) throw new UserError(sentence, EXIT.checker);
}

/**
 * Names of the packages that the lock file has for this machine, and that are not there. Those for one system alone, which are
 * optional to npm, are needed here: they hold the native parts of others. Other programs than npm put packages in other places: of
 * theirs nothing is said.
 */
export function missingPackages(root: string): string[] {
  const isNpms = existsSync(join(root, FOLDER, '.package-lock.json'));
  if (!isNpms && existsSync(join(root, FOLDER))) return [];
  const lock = lockFile(root);
  if (!lock) return [];
  const wanted = Object.entries(lock.packages).filter(([path, entry]) => path !== '' && !entry.dev && isForHere(entry));
  const absent = wanted.filter(([path, { os }]) => !isThere(join(root, path), { native: os !== undefined }));
  // What lies in the folder of one that is missing is missing with it.
  const paths = absent
    .map(([path]) => path)
    .filter((path, _index, all) => !all.some((other) => path.startsWith(`${other}/`)));
  return paths.map((path) => path.slice(path.lastIndexOf(FOLDER) + FOLDER.length));
}

/** Without one that can be read, nothing is known of what should be there. */
function lockFile(root: string): { packages: Record<string, Locked> } | undefined {
  try {
    return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
  } catch {
    return undefined;
  }
}

const FOLDER = 'node_modules/';

/** What describes a package. A native part is more than that. */
const DESCRIPTION = /^(?:package\.json|LICENSE|NOTICE|README|CHANGELOG)/i;

function isThere(folder: string, { native }: { native: boolean }): boolean {
  if (!existsSync(join(folder, 'package.json'))) return false;
  if (!native) return true;
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.some((entry) => !entry.isDirectory() && !DESCRIPTION.test(entry.name));
}

function isForHere({ optional = false, os, cpu, libc }: Locked): boolean {
  // What is optional everywhere is only of use to somebody: nothing waits for it.
  if (optional && !os && !cpu) return false;
  return allows(os, process.platform) && allows(cpu, process.arch) && (libc === undefined || allows(libc, libcOf()));
}

/** As npm reads such a list: of names, or of names with `!` that are shut out. It may be one name alone. */
function allows(list: string | string[] | undefined, name: string | undefined): boolean {
  if (list === undefined || name === undefined) return true;
  const names = [list].flat();
  if (names.includes(`!${name}`)) return false;
  return names.includes(name) || names.every((each) => each.startsWith('!'));
}

let libcName: string | undefined;

function libcOf(): string | undefined {
  libcName ??= readLibc();
  return libcName;
}

function readLibc(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  // The names of peers of sockets can take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}
