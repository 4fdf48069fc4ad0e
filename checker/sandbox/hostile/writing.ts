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

const DATABASE = tries(`
await attempt('new database', () => { new sqlite.DatabaseSync(${PLACE.trace}).exec("CREATE TABLE IF NOT EXISTS t (x); INSERT INTO t VALUES (1)"); return true; });
await attempt('other database', () => { new sqlite.DatabaseSync(${PLACE.secretDatabase}).exec("CREATE TABLE IF NOT EXISTS t (x); INSERT INTO t VALUES (1)"); return true; });
`);

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
    what: "Node's sqlite does not ask the permission model: the known hole of `basic`.",
    changes: atImport(DATABASE),
    tasks: ['2'],
    expected: {
      basic: { score: 'none gained', causes: ['did not load'], reached: ['new database', 'other database'] },
      strong: { score: 'none gained', causes: ['did not load'], error: { message: 'reached []', file: 'api/v1/app.ts' } },
    },
    fires: { code: DATABASE, reached: ['new database', 'other database'] },
  },
  {
    name: 'fills the disk',
    what: 'Writes many files, each of a modest size, into every folder that it may write to.',
    changes: atImport(FILL),
    tasks: ['2'],
    expected: {
      // Nothing limits the folder there but time; it is removed after the run.
      basic: { score: 'none gained' },
      strong: { score: 'none gained', causes: ['did not load', 'output limit'] },
    },
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
    expected: {
      basic: { score: 'none gained', causes: ['did not load'], reason: 'no other program and no network' },
      strong: { score: 'none gained', causes: ['did not load'], error: { message: 'ENOENT', file: 'api/v1/app.ts' } },
    },
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
