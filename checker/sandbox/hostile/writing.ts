import { atImport, tries } from './base.ts';
import { always, type Hostile, PLACE } from './fixture.ts';

const WRITES = tries(`
const victim = ${PLACE.results};
const changed = (work) => () => {
  work();
  return !fs.readFileSync(victim, 'utf8').includes('name,score') || undefined;
};
const made = (work) => () => { work(); return fs.existsSync(${PLACE.trace}) || undefined; };
await attempt('new file', made(() => fs.writeFileSync(${PLACE.trace}, 'x')));
await attempt('append', () => { fs.appendFileSync(${PLACE.otherSubmission}, '// x'); return true; });
await attempt('truncate', () => { fs.truncateSync(${PLACE.otherSubmission}, 1); return true; });
await attempt('rename', () => { fs.renameSync(${PLACE.otherSubmission}, ${PLACE.otherSubmission} + '.old'); return true; });
await attempt('link', () => { fs.symlinkSync(${PLACE.secretFile}, 'link'); fs.writeFileSync('link', 'x'); return true; });
await attempt('descriptor', () => { fs.writeSync(fs.openSync(${PLACE.secretFile}, 'r+'), 'x'); return true; });
await attempt('mode', () => { fs.chmodSync(${PLACE.npmrc}, 0); return true; });
await attempt('report', () => { process.report.directory = path.dirname(${PLACE.trace}); process.report.writeReport('report.json'); return fs.existsSync(path.dirname(${PLACE.trace}) + '/report.json'); });
await attempt('snapshot', () => { v8.writeHeapSnapshot(${PLACE.trace} + '.heapsnapshot'); return true; });
await attempt('overwrite', changed(() => fs.writeFileSync(victim, 'mine,100')));
await attempt('own code', () => { fs.writeFileSync(process.argv[1], '// mine'); return true; });
await attempt('remove', () => { fs.rmSync(${PLACE.secretJson}); return true; });
`);

/** Each attempt writes a new file, by a name of its own, and looks whether it is there. */
const DATABASE = tries(`
const { createRequire, getBuiltinModule } = { ...nodeModule, getBuiltinModule: process.getBuiltinModule };
const TABLE = 'CREATE TABLE IF NOT EXISTS t (x); INSERT INTO t VALUES (1)';
const makes = (name, work) => attempt(name, async () => {
  const file = ${PLACE.trace} + '-' + name.replaceAll(' ', '-') + '.db';
  try { await work(file); } catch {}
  return fs.existsSync(file);
});
const { DatabaseSync } = sqlite;
const write = (database) => database.exec(TABLE);
await makes('new', (file) => write(new DatabaseSync(file)));
await makes('required', (file) => write(new (createRequire(import.meta.url)('node:sqlite').DatabaseSync)(file)));
await makes('builtin', (file) => write(new (getBuiltinModule('node:sqlite').DatabaseSync)(file)));
await makes('opened later', (file) => { const database = new DatabaseSync(file, { open: false }); database.open(); write(database); });
await makes('derived', (file) => { class Mine extends DatabaseSync {} write(new Mine(file)); });
await makes('constructor', (file) => write(new (Object.getPrototypeOf(new DatabaseSync(':memory:')).constructor)(file)));
await makes('parent constructor', (file) => write(new (Object.getPrototypeOf(DatabaseSync))(file)));
await makes('url', (file) => write(new DatabaseSync(new URL('file://' + file))));
await makes('uri', (file) => write(new DatabaseSync('file:' + file)));
await makes('buffer', (file) => write(new DatabaseSync(Buffer.from(file))));
await makes('dots', (file) => write(new DatabaseSync(process.cwd() + '/../../../../../../../..' + file)));
await makes('link', (file) => { fs.symlinkSync(file, 'linked.db'); write(new DatabaseSync('linked.db')); });
await makes('linked folder', (file) => { fs.symlinkSync(path.dirname(file), 'linked'); write(new DatabaseSync('linked/' + path.basename(file))); });
await makes('elsewhere', (file) => { const home = process.cwd(); process.chdir(path.dirname(file)); const { cwd } = process; process.cwd = () => home; try { write(new DatabaseSync(path.basename(file))); } finally { process.cwd = cwd; process.chdir(home); } });
await makes('attached', (file) => new DatabaseSync(':memory:').exec("ATTACH '" + file + "' AS a; CREATE TABLE a.t (x)"));
await makes('attached uri', (file) => new DatabaseSync(':memory:').exec("ATTACH 'file:" + file + "' AS a; CREATE TABLE a.t (x)"));
await makes('attached by value', (file) => { const database = new DatabaseSync(':memory:'); database.prepare('ATTACH ? AS a').run(file); database.exec('CREATE TABLE a.t (x)'); });
await makes('vacuumed', (file) => { const database = new DatabaseSync(':memory:'); write(database); database.exec("VACUUM INTO '" + file + "'"); });
await makes('vacuumed by value', (file) => { const database = new DatabaseSync(':memory:'); write(database); database.prepare('VACUUM INTO ?').run(file); });
await makes('backup', async (file) => { const database = new DatabaseSync(':memory:'); write(database); await sqlite.backup(database, file); });
await makes('without authorizer', (file) => { const database = new DatabaseSync(':memory:'); (database.setAuthorizer ?? (() => {})).call(database, null); database.exec("ATTACH '" + file + "' AS a; CREATE TABLE a.t (x)"); });
await makes('reopened', (file) => { const database = new DatabaseSync('own.db'); database.close(); database.open(); database.exec("ATTACH '" + file + "' AS a; CREATE TABLE a.t (x)"); });
await makes('two answers', (file) => { let asked = 0; const database = new DatabaseSync(':memory:', { get open() { asked += 1; return asked === 1; } }); database.exec("ATTACH '" + file + "' AS a; CREATE TABLE a.t (x)"); });
await makes('every object', (file) => { let asked = 0; Object.defineProperty(Object.prototype, 'open', { configurable: true, get: () => asked++ === 0 }); try { const database = new DatabaseSync(':memory:'); delete Object.prototype.open; database.exec("ATTACH '" + file + "' AS a; CREATE TABLE a.t (x)"); } finally { delete Object.prototype.open; } });
await makes('other numbers', (file) => { for (const name of Object.keys(sqlite.constants)) try { sqlite.constants[name] = 0; } catch {} new DatabaseSync(':memory:').exec("ATTACH '" + file + "' AS a; CREATE TABLE a.t (x)"); });
await makes('patched texts', (file) => {
  const { startsWith, includes, toLowerCase } = String.prototype;
  String.prototype.startsWith = () => true; String.prototype.includes = () => false; String.prototype.toLowerCase = () => '';
  try { write(new DatabaseSync(file)); } finally { Object.assign(String.prototype, { startsWith, includes, toLowerCase }); }
});
await makes('patched paths', (file) => {
  const { resolve, dirname, basename } = path;
  const home = process.cwd();
  Object.assign(path.default ?? path, { resolve: () => file, dirname: () => home, basename: () => '../../../../../../..' + file });
  try { write(new DatabaseSync(file)); } finally { Object.assign(path.default ?? path, { resolve, dirname, basename }); }
});
await attempt('temporary folder', () => {
  const database = new DatabaseSync(':memory:');
  database.exec("PRAGMA temp_store_directory = '" + process.cwd() + "'");
  return Object.values(database.prepare('PRAGMA temp_store_directory').get() ?? {})[0] === process.cwd();
});
await attempt('other database', () => { write(new DatabaseSync(${PLACE.secretDatabase})); return true; });
`);

/** Flags of V8 that name files, by every road to them. */
const FLAGS = tries(`
const roads = {
  import: () => v8.setFlagsFromString,
  default: () => v8.default.setFlagsFromString,
  require: () => nodeModule.createRequire(import.meta.url)('node:v8').setFlagsFromString,
  'require without a scheme': () => nodeModule.createRequire(import.meta.url)('v8').setFlagsFromString,
  builtin: () => process.getBuiltinModule('v8').setFlagsFromString,
  load: () => nodeModule.default._load('v8').setFlagsFromString,
  binding: () => (process as any).binding('v8').setFlagsFromString,
  linked: () => (process as any)._linkedBinding('v8').setFlagsFromString,
};
for (const [name, road] of Object.entries(roads))
  await attempt(name, async () => {
    const file = ${PLACE.trace} + '-' + name.replaceAll(' ', '-');
    road()('--redirect-code-traces-to=' + file);
    road()('--redirect-code-traces');
    road()('--trace-opt');
    const hot = (n) => { let sum = 0; for (let i = 0; i < n; i += 1) sum += i % 7; return sum; };
    for (let i = 0; i < 200; i += 1) hot(100_000);
    return true;
  });
`.replaceAll('(process as any)', 'process'));

/** Writes up to 256 MiB, each file below the limit on one file, and says how far it came. */
const FILL = `
const fs = await import('node:fs');
const block = Buffer.alloc(4 * 1024 * 1024, 'x');
let written = 0;
const fill = (folder) => {
  try {
    for (let i = 0; i < 64; i += 1) {
      fs.writeFileSync(folder + '/fill-' + i, block);
      written += 4;
    }
  } catch {}
};
for (const folder of ['.', '/tmp', '/dev/shm']) if (written < 256) fill(folder);
// Where all could be written, the server goes on and loads: then no cause is named.
if (written < 256) throw new Error('the disk was full in time');
`;

const DESCRIPTORS = `
const fs = await import('node:fs');
const files = [];
try {
  for (let i = 0; i < 100_000; i += 1) files.push(fs.openSync('file-' + (i % 10), 'w'));
} catch {}
throw new Error(files.length < 100_000 ? 'no more descriptors' : 'all opened');
`;

const TRACE = `import fs from 'node:fs'; fs.writeFileSync(${PLACE.trace}, 'x');`;
const SHELL = '#!/bin/sh\necho x > $(dirname "$0")/trace\n';

/** What a submission may change outside its own folder: nothing. */
export const WRITING: Hostile[] = [
  {
    name: 'overwrites results and other submissions',
    what: 'Every way of writing that Node has, to files of others.',
    changes: atImport(WRITES),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'reached []', file: 'api/v1/app.ts' } }),
    fires: { code: WRITES, reached: ['new file', 'append', 'truncate', 'rename', 'link', 'descriptor', 'overwrite', 'remove'] },
  },
  {
    name: 'writes databases outside its folder',
    what: "Node's sqlite does not ask the permission model: every road to it, and all that SQL can open.",
    changes: atImport(DATABASE),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'reached []', file: 'api/v1/app.ts' } }),
    fires: {
      code: DATABASE,
      reached: ['new', 'required', 'builtin', 'opened later', 'derived', 'constructor', 'url', 'dots', 'link', 'linked folder', 'elsewhere', 'attached', 'vacuumed', 'backup', 'without authorizer', 'reopened', 'two answers', 'patched texts', 'other database'],
    },
  },
  {
    name: 'keeps databases of its own',
    what: 'What a submission may do: a database in its own folder, by a relative and by a whole path, and one in memory.',
    changes: atImport(`
const { DatabaseSync } = await import('node:sqlite');
for (const name of ['own.db', process.cwd() + '/other.db', ':memory:', '']) {
  const database = new DatabaseSync(name);
  database.exec("CREATE TABLE IF NOT EXISTS t (x); DELETE FROM t; INSERT INTO t VALUES (1); VACUUM; PRAGMA journal_mode = WAL");
  database.exec("ATTACH ':memory:' AS m; CREATE TABLE m.t (x); ATTACH '' AS n; CREATE TABLE n.t (x)");
  if (database.prepare('SELECT x FROM t').get()?.x !== 1) throw new Error('not kept');
  database.close();
}
class Mine extends DatabaseSync { rows() { return this.prepare('SELECT count(*) AS n FROM t').get(); } }
if (new Mine('own.db').rows()?.n !== 1) throw new Error('not derived');
`),
    tasks: ['2'],
    expected: always({ score: 'full' }),
  },
  {
    name: 'writes files by flags of V8',
    what: 'A flag names the file in which V8 traces what it optimizes: anywhere, and with lines of choice.',
    changes: atImport(FLAGS),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'reached []', file: 'api/v1/app.ts' } }),
    fires: { code: FLAGS, reached: ['import', 'default', 'require', 'require without a scheme', 'builtin', 'load'] },
  },
  {
    name: 'fills the disk',
    what: 'Writes many files, each of a modest size, into every folder that it may write to.',
    changes: atImport(FILL),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load', 'output limit'] }),
  },
  {
    name: 'fills the disk with files that have no name',
    what: 'A file that is open takes its place on the disk after it was removed: 320 MiB in twenty of them.',
    changes: atImport(`
const fs = await import('node:fs');
const block = Buffer.alloc(4 * 1024 * 1024, 'x');
const files = Array.from({ length: 20 }, (_, index) => fs.openSync('file-' + index, 'w'));
for (let index = 0; index < 20; index += 1) fs.unlinkSync('file-' + index);
for (const file of files) for (let i = 0; i < 4; i += 1) fs.writeSync(file, block, 0, block.length - (i === 3 ? 1 : 0));
await new Promise((resolve) => setTimeout(resolve, 1000));
`),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['output limit'] }),
  },
  {
    name: 'closes its own folder',
    what: 'Nobody may enter it any more: not the next of its own processes either, which is started there.',
    base: 'unfinished',
    changes: atImport("(await import('node:fs')).chmodSync(process.cwd(), 0);"),
    tasks: ['0', '2'],
    // What an ordinary user cannot look into is more than any limit; root looks into everything.
    expected: always({ score: 'none gained' }),
  },
  {
    name: 'removes its own folder',
    what: 'It is the only one that it may remove, and its next process is started there.',
    changes: atImport("try { (await import('node:fs')).rmdirSync(process.cwd()); } catch {}"),
    tasks: ['0', '2'],
    expected: always({ score: 'full' }),
  },
  {
    name: 'puts a file in the place of its own folder',
    what: 'What is no folder cannot be entered, and is not emptied.',
    changes: atImport("const fs = await import('node:fs'); try { fs.rmdirSync(process.cwd()); fs.writeFileSync(process.cwd(), 'x'); } catch {}"),
    tasks: ['0', '2'],
    expected: always({ score: 'full' }),
  },
  {
    name: 'closes its own folder again and again',
    what: 'In every moment in which its next process may be started.',
    base: 'unfinished',
    changes: atImport("const fs = await import('node:fs'); setInterval(() => { try { fs.chmodSync(process.cwd(), 0); } catch {} }, 0);"),
    tasks: ['0', '2'],
    races: true,
    expected: always({ score: 'none gained' }),
  },
  {
    name: 'opens files until none can be opened',
    what: 'The descriptors of its own process are used up; the checker has its own.',
    changes: atImport(DESCRIPTORS),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load', 'crashed', 'timeout', 'protocol error'] }),
  },
  {
    name: 'is told which limit it met',
    what: 'An honest submission that leaves files open reads why that does not work.',
    changes: atImport(`const fs = await import('node:fs'); const files = []; for (let i = 0; i < 400; i += 1) files.push(fs.openSync('file', 'w'));`),
    tasks: ['2'],
    expected: {
      // There, the limit is that of the machine.
      basic: { score: 'full' },
      strong: { score: 'none gained', causes: ['did not load'], reason: 'More than 256 files and connections were open at the same time.' },
    },
  },
  {
    name: 'is told that it may start no program',
    what: 'An honest submission that calls another program reads why that does not work.',
    changes: atImport(`(await import('node:child_process')).execFileSync('uptime');`),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], reason: 'no other program and no network' }),
  },
  {
    name: 'plants configuration for tools',
    what: 'Files that a test runner, a compiler, npm or git would run. They are left out, and the rest is right.',
    changes: {
      'vitest.config.ts': TRACE,
      'vite.config.mjs': TRACE,
      'package.json': JSON.stringify({ type: 'commonjs', scripts: { preinstall: 'touch trace', test: 'touch trace' } }),
      'tsconfig.json': '{ "extends": "./nowhere.json", "compilerOptions": { "jsx": "react" } }',
      'api/tsconfig.json': '{ this is no JSON',
      '.npmrc': 'script-shell=./hook',
      '.git/config': '[core]\n\tfsmonitor = ./hook\n\thooksPath = .git/hooks\n',
      '.git/hooks/post-checkout': SHELL,
      'node_modules/express/package.json': '{ "name": "express", "main": "index.js" }',
      'node_modules/express/index.js': `require('node:fs').writeFileSync(${PLACE.trace}, 'x'); process.exit(0);`,
      'api/v1/app.test.ts': TRACE,
      'checks.test.ts': TRACE,
    },
    tasks: ['2'],
    expected: always({ score: 'full' }),
  },
];
