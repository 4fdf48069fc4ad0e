import { type Change, prepend } from '../../fixtures/change.ts';
import { APP, atImport, SESSION_AUTH, USERS } from './base.ts';
import { always, type Hostile } from './fixture.ts';

const fromWindows: Change = (content) => `\uFEFF${content.replaceAll('\n', '\r\n')}`;

/** Odd, but right: these must get every point. */
export const RIGHT: Hostile[] = [
  {
    name: 'does not end when it is told to',
    what: 'Ignores SIGTERM and the like, and keeps a timer, a server and a promise open.',
    changes: atImport(`
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const) process.on(signal, () => {});
process.on('exit', () => { for (;;) {} });
setInterval(() => {}, 1000);
const { createServer } = await import('node:net');
createServer().listen(4000);
`),
    tasks: ['2'],
    expected: always({ score: 'full' }),
  },
  {
    name: 'listens on a fixed port, twice side by side',
    what: 'Two runs of one submission at the same time, each with its server on port 3000.',
    changes: { [APP]: (content) => `${content}\napp.listen(3000, () => console.log('on port 3000'));\n` },
    tasks: ['1', '2'],
    copies: 2,
    expected: always({ score: 'full' }),
  },
  {
    name: 'loads many modules of Node',
    what: 'What is withheld is not missed by what Node itself loads later.',
    changes: atImport(
      "for (const name of ['tls', 'https', 'http2', 'dns', 'dgram', 'vm', 'zlib', 'readline', 'perf_hooks', 'stream/web']) await import('node:' + name);",
    ),
    tasks: ['2'],
    expected: always({ score: 'full' }),
  },
  {
    name: 'was written on Windows',
    what: 'A byte order mark at the beginning, and lines that end in CR and LF.',
    changes: { [APP]: fromWindows, [SESSION_AUTH]: fromWindows, [USERS]: fromWindows, 'models/user.ts': fromWindows },
    tasks: ['0', '2'],
    expected: always({ score: 'full' }),
  },
  {
    name: 'has characters that end a line elsewhere',
    what: 'U+2028 and U+2029 are line ends for some readers, and stay as they are when a template is compiled.',
    changes: { [APP]: prepend('export const raw = String.raw`\u2028\u2029`;') },
    tasks: ['2'],
    expected: always({ score: 'full' }),
  },
  {
    name: 'needs three seconds to be ready',
    what: 'A slow start is no fault.',
    changes: { [APP]: prepend('await new Promise((resolve) => setTimeout(resolve, 3000));') },
    tasks: ['2'],
    expected: always({ score: 'full' }),
  },
];
