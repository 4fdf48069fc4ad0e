import { APP, atImport, inHandler, SESSION_AUTH } from './base.ts';
import { always, type Hostile, PLACE } from './fixture.ts';

const ME = '/api/v1/users/me';

/** `createSession` gives this value: an expression of TypeScript, after some lines. */
const gives = (name: string, what: string, lines: string, value: string): Hostile => ({
  name,
  what,
  base: 'unfinished',
  changes: {
    [SESSION_AUTH]: (content) => `${content}\n${lines}\nObject.assign(SessionAuth.prototype, { createSession: async () => ${value} });\n`,
  },
  tasks: ['2'],
  expected: always({ score: 'none gained', causes: ['protocol error', 'assertion'], passed: ['2.1'] }),
});

/** Prints a text at import, which harms nobody. */
const prints = (name: string, what: string, text: string): Hostile => ({
  name,
  what,
  changes: atImport(`console.log(${text});`),
  tasks: ['2'],
  expected: always({ score: 'full' }),
});

/** An answer of `users/me` that fails its checks, with such a cause, and harms nothing else. */
const answers = (name: string, what: string, code: string, causes: NonNullable<Hostile['expected']['basic']['causes']>): Hostile => ({
  name,
  what,
  changes: inHandler(ME, code),
  tasks: ['0', '2'],
  expected: always({ score: 'part', causes, passed: ['0.1', '0.1b'], fullTasks: [2] }),
});

/** Use of time, memory and output without a bound, and answers that are hard to take. */
export const HANGING: Hostile[] = [
  answers('loops in a handler', 'One route never gives the process back.', 'for (;;) {}', ['timeout']),
  answers(
    'waits for threads of its own',
    'Time without a processor is given back: but not what its own threads have used.',
    `process.env.UV_THREADPOOL_SIZE = '24';
const { pbkdf2 } = await import('node:crypto');
const burn = () => pbkdf2('x', 'y', 3_000_000, 64, 'sha512', burn);
for (let i = 0; i < 24; i += 1) burn();
const spin = () => { for (let i = 0; i < 1e7; i += 1); setImmediate(spin); };
spin();`,
    ['timeout', 'crashed'],
  ),
  answers('never answers', 'One route forgets to answer.', '', ['timeout']),
  answers(
    'drips its answer',
    'A byte now and then: each is in time, the whole is not.',
    "response.writeHead(200, { 'content-type': 'application/json' }); setInterval(() => response.write(' '), 50);",
    ['timeout'],
  ),
  answers('floods its output', 'Four megabytes of text.', "for (let i = 0; i < 40; i += 1) console.log('x'.repeat(100_000)); next();", ['output limit']),
  answers('answers with a huge body', '64 MiB of JSON.', "response.type('json').send('[' + '1,'.repeat(32 * 1024 * 1024) + '1]');", ['output limit']),
  answers(
    'answers with a body that unpacks to much more',
    'One gigabyte of zeros, packed by gzip.',
    `const { createGzip } = await import('node:zlib');
response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
const gzip = createGzip({ level: 1 });
gzip.pipe(response);
const block = Buffer.alloc(1024 * 1024, '0');
const more = () => { while (gzip.write(block)); gzip.once('drain', more); };
more();`,
    ['output limit'],
  ),
  answers('answers with a list of 200,000 levels', 'JSON that is deep breaks what walks it.', "response.type('json').send('['.repeat(200_000) + ']'.repeat(200_000));", ['assertion']),
  answers('answers with an endless header', 'Headers have a limit, too.', "response.setHeader('x-long', 'x'.repeat(100_000)); response.json({});", ['protocol error', 'assertion']),
  answers('answers with a type of 15,000 spaces', 'Who takes it apart may begin at each.', "response.setHeader('content-type', 'application/json;' + ' '.repeat(15_000) + 'x'); response.end('{}');", ['assertion']),
  answers(
    'sends the checker to another server',
    'A redirect is an answer. Nobody follows it: the other server records who comes.',
    `response.redirect(302, 'http://127.0.0.1:' + ${PLACE.port} + '/api/v1/users/me');`,
    ['assertion'],
  ),
  answers(
    'promises another protocol',
    'An answer that asks to switch, and one that says "continue" a thousand times.',
    "for (let i = 0; i < 1000; i += 1) response.writeContinue(); response.socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\nConnection: Upgrade\\r\\n\\r\\n');",
    ['timeout', 'protocol error'],
  ),
  {
    name: 'floods its output at import',
    what: 'Output without an end, before the server is ready.',
    changes: atImport("const { writeSync } = await import('node:fs'); for (;;) writeSync(1, 'x'.repeat(10_000));"),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['output limit'] }),
  },
  {
    name: 'fills the heap',
    what: 'Objects without an end.',
    changes: atImport('const all: unknown[] = []; for (;;) all.push({ a: [all.length, String(all.length)] });'),
    tasks: ['2'],
    // On a machine that is very busy, the time for the start ends first.
    expected: always({ score: 'none gained', causes: ['memory', 'did not load'] }),
  },
  {
    name: 'fills memory outside the heap',
    what: 'Buffers, which no limit on the heap counts.',
    changes: atImport('const all: Buffer[] = []; for (;;) all.push(Buffer.alloc(4 * 1024 * 1024, 1));'),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['memory'] }),
  },
  gives(
    'gives lists of four billion holes',
    'Little to send, and much to walk: the checker must not be the one that walks.',
    'const holes = new Array(2 ** 32 - 1);',
    'holes',
  ),
  gives(
    'gives fifty lists of the same fifty lists of …',
    'A few bytes on the wire, millions of values to walk.',
    "let list: unknown = 'x';\nfor (let i = 0; i < 5; i += 1) list = Array(50).fill(list);",
    'list',
  ),
  gives(
    'gives lists that hold each other',
    'Each way through them is another one.',
    'const lists = Array.from({ length: 30 }, (): unknown[] => []);\nfor (const list of lists) list.push(...lists);',
    'new Map([[1, lists]])',
  ),
  gives(
    'gives thousands of patterns that are slow to read',
    'Each takes half a second to compile, and says of itself what it likes: it costs the submission nothing.',
    `const emoji = '\\\\p{RGI_Emoji}'.repeat(65);
const slow = Array.from({ length: 3500 }, (_, index) => Object.defineProperty(/x/vi, 'source', { value: index + '[' + emoji + ']' }));`,
    'slow',
  ),
  gives(
    'gives an object that passes for a pattern',
    'What it is made of is its own.',
    `const source = '[' + '\\\\p{RGI_Emoji}'.repeat(65) + ']';
const likePatterns = Array.from({ length: 3500 }, (_, index) => Object.create(RegExp.prototype, { source: { value: index + source }, flags: { value: 'vi' } }));`,
    'likePatterns',
  ),
  gives(
    'gives a pattern that overflows what compiles it',
    'Half a million classes of characters end a process that compiles them.',
    "const deep = Object.defineProperty(/x/v, 'source', { value: '[' + '\\\\p{L}'.repeat(500_000) + ']' });",
    'deep',
  ),
  gives('gives a number of a million digits', 'To read one takes more than linear time.', 'const long = 10n ** 1_000_000n;', 'long'),
  gives(
    'gives a function with a name of a million characters',
    'Names are told in reports.',
    "const named = Object.defineProperty(() => {}, 'name', { value: 'n'.repeat(1_000_000) });",
    'named',
  ),
  {
    name: 'gives session ids of a million characters',
    what: 'They are sent back to it: in a header, and in a path, where each character takes three.',
    changes: {
      [SESSION_AUTH]: (content) => `${content}\nObject.assign(SessionAuth.prototype, { createSession: async () => 'x'.repeat(1_500_000) });\n`,
    },
    tasks: ['6'],
    expected: always({ score: 'none gained' }),
  },
  prints('prints a line of 900,000 slashes', 'A pattern that looks for a path may begin at each.', "'Error: x\\n' + '/'.repeat(900_000)"),
  prints('prints a line of places', 'A pattern that looks for the end of a path may begin at each.', "'Error: x\\n' + ':1'.repeat(450_000)"),
  prints('prints lines of 5,000 slashes', 'Long, and many.', "'Error: x\\n' + ('/'.repeat(4999) + '\\n').repeat(180)"),
  {
    name: 'makes 150,000 empty files',
    what: 'They take no bytes, and time to count and to remove.',
    changes: atImport("const fs = await import('node:fs'); for (let i = 0; i < 150_000; i += 1) fs.writeFileSync(String(i), '');"),
    tasks: ['2'],
    // Or the time for the start, on a machine that is slow with files.
    expected: always({ score: 'none gained', causes: ['output limit', 'did not load'] }),
  },
  {
    name: 'gives values of 200,000 levels',
    what: 'A list in a list in a list, where a session id should be.',
    base: 'unfinished',
    changes: {
      [SESSION_AUTH]: (content) => `${content}
let deep: unknown = [];
for (let i = 0; i < 200_000; i += 1) deep = [deep];
Object.assign(SessionAuth.prototype, { createSession: async () => deep });
`,
    },
    tasks: ['2'],
    expected: always({ score: 'none gained' }),
  },
];
