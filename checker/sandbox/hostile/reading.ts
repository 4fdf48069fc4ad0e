import { atImport, CONNECT, tries } from './base.ts';
import { always, type Hostile, PLACE } from './fixture.ts';

const READS = tries(`
await attempt('secret file', () => fs.readFileSync(${PLACE.secretFile}, 'utf8'));
await attempt('promise', () => fs.promises.readFile(${PLACE.secretFile}, 'utf8'));
await attempt('stream', async () => { for await (const part of fs.createReadStream(${PLACE.secretFile})) return part; });
await attempt('blob', async () => (await fs.openAsBlob(${PLACE.secretFile})).text());
await attempt('descriptor', () => { const file = fs.openSync(${PLACE.secretFile}); return fs.readFileSync(file, 'utf8'); });
await attempt('copy', () => { fs.copyFileSync(${PLACE.secretFile}, 'copy'); return fs.readFileSync('copy', 'utf8'); });
await attempt('link', () => { fs.symlinkSync(${PLACE.secretFile}, 'link'); return fs.readFileSync('link', 'utf8'); });
await attempt('hard link', () => { fs.linkSync(${PLACE.secretFile}, 'hard'); return fs.readFileSync('hard', 'utf8'); });
await attempt('require', () => nodeModule.createRequire(process.cwd() + '/x.js')(${PLACE.secretJson}).secret);
await attempt('import', async () => (await import(${PLACE.secretJson}, { with: { type: 'json' } })).default.secret);
await attempt('npmrc', () => fs.readFileSync(${PLACE.npmrc}, 'utf8'));
await attempt('other submission', () => fs.readFileSync(${PLACE.otherSubmission}, 'utf8'));
await attempt('folder', () => fs.readdirSync(path.dirname(${PLACE.otherSubmission})).length > 0);
await attempt('inherited descriptors', () => {
  const part = Buffer.alloc(64);
  const contents = Array.from({ length: 60 }, (_, index) => { try { return part.toString('utf8', 0, fs.readSync(index + 4, part, 0, 64, 0)); } catch { return ''; } });
  return contents.join();
});
await attempt('existence', () => fs.existsSync(${PLACE.secretFile}));
await attempt('real path', () => fs.realpathSync(${PLACE.secretFile}).length > 0);
await attempt('native real path', () => fs.realpathSync.native(${PLACE.secretFile}).length > 0);
await attempt('real path by a promise', async () => (await fs.promises.realpath(${PLACE.secretFile})).length > 0);
await attempt('status', () => fs.statSync(${PLACE.secretFile}).isFile());
await attempt('variables', () => { process.loadEnvFile(${PLACE.secretFile}); return true; });
await attempt('watch', () => { fs.watch(${PLACE.secretFile}).close(); return true; });
await attempt('package', () => nodeModule.findPackageJSON(${PLACE.secretFile}, process.cwd() + '/x.js') !== undefined);
await attempt('certificates', async () => {
  process.env.SSL_CERT_FILE = ${PLACE.secretFile};
  return (await import('node:tls')).getCACertificates('system').length >= 0;
});
await attempt('foreign function', async () => (await import('node:ffi')).dlopen('libc.so.6', {}) !== undefined);
`);

const KATA = tries(`
await attempt('checks', () => fs.readFileSync(${PLACE.project} + '/tasks/02_create_a_session/checks.test.ts', 'utf8').length > 0);
await attempt('solutions', () => fs.readFileSync(${PLACE.project} + '/solutions/api/v1/app.ts', 'utf8').length > 0);
await attempt('specs', () => fs.readdirSync(${PLACE.project} + '/tasks').length > 0);
await attempt('submissions', () => fs.readdirSync(${PLACE.project} + '/.kata/cache/submissions').length > 0);
await attempt('git', () => fs.readFileSync(${PLACE.project} + '/package.json', 'utf8').length > 0);
await attempt('by stub', () => fs.readFileSync(process.argv[1] + '/../../../../package.json', 'utf8').includes('session-auth-kata'));
await attempt('left beside the packages', () => [${PLACE.project} + '/node_modules', '/kata/node_modules'].some((folder) => {
  if (!fs.existsSync(folder)) return false;
  const hidden = fs.readdirSync(folder).filter((name) => name.startsWith('.') && name !== '.bin').map((name) => path.join(folder, name));
  const files = hidden.flatMap((found) => fs.statSync(found).isDirectory() ? fs.readdirSync(found, { recursive: true }).map((name) => path.join(found, name)) : [found]);
  return files.filter((file) => fs.statSync(file).isFile()).some((file) => fs.readFileSync(file, 'utf8').includes('shouldAnswer'));
}));
`);

const ENVIRONMENTS = `
const environments = (ids) => ids.map((id) => { try { return fs.readFileSync('/proc/' + id + '/environ', 'utf8'); } catch { return ''; } }).join();
await attempt('own environment', () => JSON.stringify(process.env) + process.argv + process.execArgv);
await attempt('another process', () => environments([${PLACE.processId}]));
await attempt('report', () => JSON.stringify(process.report.getReport()));
`;

const ALL_ENVIRONMENTS = `
await attempt('parent', () => environments([process.ppid]));
await attempt('first process', () => environments([1, 'self', 'thread-self']));
await attempt('any process', () => environments(fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))));
`;

const DATABASE = tries(`
await attempt('database', () => new sqlite.DatabaseSync(${PLACE.secretDatabase}, { readOnly: true }).prepare('SELECT secret FROM secrets').get().secret);
await attempt('attached', () => {
  const database = new sqlite.DatabaseSync(':memory:');
  database.exec("ATTACH '" + ${PLACE.secretDatabase} + "' AS other");
  return database.prepare('SELECT secret FROM other.secrets').get().secret;
});
await attempt('extension', () => {
  const database = new sqlite.DatabaseSync(':memory:', { allowExtension: true });
  return database.prepare('SELECT readfile(?) AS text').get(${PLACE.secretFile}).text;
});
`);

const NETWORK = tries(CONNECT);

/** What a submission may find out about the machine and about others: nothing. */
export const READING: Hostile[] = [
  {
    name: 'reads files outside its folder',
    what: 'A secret file, a token of npm, the submission of somebody else, by every way of reading that Node has.',
    changes: atImport(READS),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'reached []', file: 'api/v1/app.ts' } }),
    fires: { code: READS, reached: ['secret file', 'promise', 'stream', 'blob', 'require', 'npmrc', 'other submission', 'inherited descriptors', 'existence', 'real path', 'native real path', 'real path by a promise', 'status', 'variables', 'watch', 'certificates'] },
  },
  {
    name: 'reads the checks and the solutions',
    what: 'What the kata itself consists of, and the compiled submissions of others.',
    changes: atImport(KATA),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'reached []', file: 'api/v1/app.ts' } }),
    fires: { code: KATA, reached: ['checks', 'solutions', 'specs'] },
  },
  {
    name: 'reads the environment of other processes',
    what: 'The variables of the checker, of a process beside it, and its own: a secret stands in the first two.',
    changes: atImport(tries(ENVIRONMENTS + ALL_ENVIRONMENTS)),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'reached []', file: 'api/v1/app.ts' } }),
    // Unconfined, it looks at processes of the suite only.
    fires: { code: tries(ENVIRONMENTS), reached: ['own environment', 'another process'] },
  },
  {
    name: 'reads a database outside its folder',
    what: "Node's sqlite does not ask the permission model.",
    changes: atImport(DATABASE),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'reached []', file: 'api/v1/app.ts' } }),
    fires: { code: DATABASE, reached: ['database', 'attached'] },
  },
  {
    name: 'connects to servers of the machine',
    what: 'A loopback port, a socket with a path, `fetch`, and a datagram.',
    changes: atImport(NETWORK),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'reached []', file: 'api/v1/app.ts' } }),
    fires: { code: NETWORK, reached: ['port', 'socket', 'fetch', 'udp'] },
  },
];
