import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';
import sqlite from 'node:sqlite';

/**
 * `node:sqlite` opens files without asking Node's permission model. Here it opens databases in one folder alone, and what SQL can
 * open beside a database goes the same way: `ATTACH`, `VACUUM INTO`, settings that name a folder, extensions.
 */

/** Settings that name a place for files. See "PRAGMA Statements" of the SQLite documentation. */
const PRAGMAS = new Set(['temp_store_directory', 'data_store_directory', 'lock_proxy_file']);

/** Functions of SQL that load code. */
const FUNCTIONS = new Set(['load_extension', 'fts3_tokenizer']);

// Kept before learner code can replace them: what is asked here decides where a file is made.
const { SQLITE_OK: OK, SQLITE_DENY: DENY, SQLITE_ATTACH: ATTACH, SQLITE_PRAGMA: PRAGMA } = sqlite.constants;
const { SQLITE_FUNCTION: FUNCTION } = sqlite.constants;
const uncurry = Function.prototype.bind.bind(Function.prototype.call) as <Args extends unknown[], Result>(
  method: (...args: Args) => Result,
) => (self: unknown, ...args: Args) => Result;
const startsWith = uncurry(String.prototype.startsWith);
const toLowerCase = uncurry(String.prototype.toLowerCase);
const contains = uncurry(String.prototype.includes);
const isOf = uncurry(Set.prototype.has);
const realPathOf = realpathSync.native;
const construct = Reflect.construct;
const resolvePath = resolve;
const folderOf = dirname;
const nameOf = basename;
const linkOf = readlinkSync;

/**
 * Temporary files of SQLite lie where the variable says that it finds at its first use, and nowhere else later (os_unix.c,
 * `unixTempFileInit`). glibc keeps the text of a variable that is removed; of other systems that is not known.
 */
function placeTemporaryFiles(folder: string): void {
  if (process.platform !== 'linux') return;
  process.env.SQLITE_TMPDIR = folder;
  new sqlite.DatabaseSync(':memory:').close();
  delete process.env.SQLITE_TMPDIR;
}

type Options = sqlite.DatabaseSyncOptions;
type Authorizer = NonNullable<Parameters<sqlite.DatabaseSync['setAuthorizer']>[0]>;

/** Replaces what learner code can reach of `node:sqlite`, for good. `folder`: where databases may be. */
export function guardSqlite(folder: string): void {
  const own = `${realFolder(folder)}${sep}`;
  placeTemporaryFiles(folder);
  const Original = sqlite.DatabaseSync;
  const { prototype } = Original;
  const setAuthorizer = uncurry(prototype.setAuthorizer);
  const open = uncurry(prototype.open);

  const checked = (path: unknown): string => {
    if (typeof path !== 'string') throw refusal('A database is named by a text');
    if (path === '' || path === ':memory:') return path;
    if (startsWith(toLowerCase(path), 'file:')) throw refusal('A database is named by a path, not by a URL');
    const whole = resolvePath(path);
    const place = `${realFolder(folderOf(whole))}${sep}`;
    const name = nameOf(whole);
    // What a path is made of is found by code that learner code can change; what it must not be is not.
    const isName = name !== '' && name !== '.' && name !== '..' && !contains(name, '/') && !contains(name, sep);
    const goesUp = contains(place, `${sep}..`) || contains(place, '/..');
    if (!isName || goesUp || !startsWith(place, own) || isLink(place + name))
      throw refusal('A database may be in your own folder alone');
    return place + name;
  };
  const authorize: Authorizer = (action, first, second) => {
    if (action === PRAGMA && first !== null && isOf(PRAGMAS, toLowerCase(first))) return DENY;
    if (action === FUNCTION && second !== null && isOf(FUNCTIONS, toLowerCase(second))) return DENY;
    if (action !== ATTACH) return OK;
    try {
      // SQLite opens what stands in the statement: it must be the very place that was looked at.
      return first === checked(first) ? OK : DENY;
    } catch {
      return DENY;
    }
  };

  function DatabaseSync(path: unknown, options: Options = {}): object {
    if (!new.target) throw new TypeError('Cannot call constructor without `new`');
    // Read once: a property of theirs, or one that every object has, may have another value the next time.
    const given: Options = { __proto__: null, ...options, allowExtension: false } as Options;
    const database = construct(Original, [checked(path), given], new.target) as sqlite.DatabaseSync;
    if (given.open !== false) setAuthorizer(database, authorize);
    return database;
  }
  const opens = {
    value: function (this: sqlite.DatabaseSync) {
      open(this);
      setAuthorizer(this, authorize);
    },
  };
  Object.defineProperty(prototype, 'open', { ...opens, writable: true, configurable: true });
  for (const name of ['setAuthorizer', 'loadExtension', 'enableLoadExtension']) Reflect.deleteProperty(prototype, name);
  Object.defineProperty(prototype, 'constructor', { value: DatabaseSync, writable: true, configurable: true });
  Object.defineProperty(DatabaseSync, 'prototype', { value: prototype, writable: false });
  Object.assign(sqlite, { DatabaseSync, backup: () => Promise.reject(refusal('`backup` is not to be had here')) });
}

/**
 * A folder without links in its path. Where the permission model knows it by another path, as on macOS the temporary folder, it
 * is taken as it stands: below a folder of ours there are no links, since none can be made.
 */
function realFolder(path: string): string {
  try {
    return realPathOf(path);
  } catch {
    return path;
  }
}

function isLink(path: string): boolean {
  try {
    linkOf(path);
    return true;
  } catch {
    return false;
  }
}

function refusal(sentence: string): Error {
  return Object.assign(new Error(`${sentence}.`), { code: 'ERR_ACCESS_DENIED' });
}
