import { append, type Change, prepend } from '../../fixtures/change.ts';
import { APP, atImport, SESSION_AUTH } from './base.ts';
import { always, type Hostile } from './fixture.ts';

const AUTH = 'api/v1/auth/auth.ts';
const EXP = 'api/v1/auth/session_exp_auth.ts';
const USER = 'models/user.ts';

/** A property that is added to what the language brings: the submission does not load. */
const adds = (name: string, what: string, code: string, message = 'not extensible'): Hostile => ({
  name,
  what,
  base: 'unfinished',
  changes: atImport(code),
  tasks: ['2'],
  expected: always({ score: 'none gained', causes: ['did not load'], error: { message, file: APP } }),
});

/** Whatever it prints as `reached […]` it has seen of what a check asks. */
const listens = (name: string, what: string, changes: Record<string, Change>, tasks = ['2']): Hostile => ({
  name,
  what,
  changes,
  tasks,
  expected: always({ score: 'full' }),
});

/** Something that a check hands on is no data: that is the submission's doing, and no fault of the checker. */
const handsOver = (name: string, what: string, value: string): Hostile => ({
  name,
  what,
  changes: {
    [USER]: append(`
const toData = User.prototype.toJson;
User.prototype.toJson = function (this: any) { return { ...toData.call(this), ${value} } as any; };
`),
  },
  tasks: ['0'],
  expected: always({ score: 'none gained', causes: ['assertion', 'protocol error'] }),
});

const DEEP = (levels: number) => `deep: Array.from({ length: ${levels} }).reduce((inside: any) => [inside], [])`;

const REWORD = `
const answers: [string, string][] = [
  ['sizes: [', 'async () => ({ known: ["a", undefined, undefined], sizes: [1, 0, 0] })'],
  ['none: await', 'async () => ({ made: "string", results: { none: null, undefined: null, null: null } })'],
  ['const before = new Map', 'async (_, id) => ({ before: new Map([["a", id]]), after: new Map([["a", id]]) })'],
  ['calls.flat()', 'async () => Array.from({ length: 2400 }, (_, place) => String(place))'],
];
const reword = (chunk: any) => {
  const text = chunk.toString('utf8', 9);
  const answer = answers.find(([mark]) => text.includes(mark))?.[1];
  if (!answer || !text.startsWith('{')) return chunk;
  const bytes = Buffer.from(JSON.stringify({ ...JSON.parse(text), source: answer }));
  const head = Buffer.alloc(9);
  head.writeUInt32BE(bytes.length, 5);
  return Buffer.concat([head, bytes]);
};
let taken = false;
const take = (stream: any) => {
  taken = true;
  const [listener] = stream.listeners('data').slice(-1);
  stream.removeAllListeners('data');
  stream.on('data', (chunk: any) => listener.call(stream, reword(chunk)));
};
const tick = process.nextTick;
(process as any).nextTick = function (work: any, ...given: any[]) {
  for (const stream of given) if (!taken && stream?._handle?.fd === 3) take(stream);
  return tick.call(process, work, ...given);
};
`;

const HEAR = `
import { readSync } from 'node:fs';
const part = Buffer.alloc(65536);
const hear = () => {
  const until = process.hrtime.bigint() + 1_500_000_000n;
  while (process.hrtime.bigint() < until) try {
    const heard = part.toString('latin1', 0, readSync(3, part, 0, part.length, null));
    if (heard.includes('evaluate') || heard.includes('=>')) console.log('reached ["a question"]');
    if (heard) return;
  } catch {}
};
const plain = SessionAuth.prototype.createSession;
let asked = false;
(SessionAuth.prototype as any).createSession = function (...given: any[]) {
  if (!asked) { asked = true; setTimeout(hear, 0); setImmediate(() => setImmediate(hear)); }
  return (plain as any).apply(this, given);
};
`;

const TRACE = `
const { createTracing } = await import('node:trace_events');
createTracing({ categories: ['disabled-by-default-devtools.v8-source-rundown-sources', 'disabled-by-default-v8.compile', 'v8'] }).enable();
`;

/** The language itself as a weapon, and what a submission may learn of the questions that it is asked. */
export const LANGUAGE: Hostile[] = [
  {
    ...adds(
      'rewords the questions on their way',
      'A function of Node hands over the stream of the channel: what the stub is asked is read, and changed.',
      REWORD,
    ),
    expected: always({ score: 'none gained', passed: ['2.1'] }),
  },
  {
    ...listens('hears the questions itself', 'While nothing else can run, it reads what comes for the stub.', {
      [SESSION_AUTH]: append(HEAR),
    }),
    // What it has read the stub does not get.
    races: true,
    expected: always({ score: 'part', causes: ['timeout', 'protocol error', 'crashed'] }),
  },
  adds('has written down what is compiled', 'V8 writes the source of all code into a file: that of the checks, too.', TRACE, 'createTracing'),
  listens(
    'prints what is put in its place',
    'A check puts a function of its own in the place of a method, which shows its text.',
    {
      [EXP]: append(`
for (const name of ['createSession', 'currentUser', 'sessionCookie', 'destroySession'] as const) {
  const own = SessionExpAuth.prototype[name] as any;
  (SessionExpAuth.prototype as any)[name] = function (this: any, ...given: any[]) {
    const found = String(Object.getPrototypeOf(SessionExpAuth.prototype)[name]);
    if (found.includes('calls.push')) throw new Error('reached ["the function of a check"]');
    return own.apply(this, given);
  };
}
`),
    },
    ['9'],
  ),
  adds(
    'makes every list something that is waited for',
    'A `then` among what all lists inherit decides what comes of an `await`.',
    `Object.defineProperty(Array.prototype, 'then', { configurable: true, set() {}, get(this: any) {
  if (this.length > 2 && this.every((each: any) => each === null)) return (done: any) => done(Object.defineProperty(this.map(() => crypto.randomUUID()), 'then', { value: undefined }));
} });`,
  ),
  {
    ...adds('changes what is put into lists', 'Setters for their first places, there for one turn alone.', ''),
    changes: {
      [SESSION_AUTH]: (content) =>
        `${content.replace('if (userId) return null;', 'if (userId) { (globalThis as any).trap ??= trap(); return null; }')}
function trap() {
  const lists: any = Array.prototype;
  for (let place = 0; place < 30; place += 1) Object.defineProperty(lists, place, { configurable: true, get() { return undefined; }, set(value: any) {
    Object.defineProperty(this, place, { value: value === null ? crypto.randomUUID() : value, writable: true, enumerable: true, configurable: true });
  } });
  setImmediate(() => { for (let place = 0; place < 30; place += 1) delete lists[place]; (globalThis as any).trap = undefined; });
  return 1;
}`,
    },
    expected: always({ score: 'none gained', causes: ['crashed'], error: { message: 'not extensible', file: SESSION_AUTH } }),
  },
  {
    ...adds('says of everything that it is a Map', 'What `instanceof` finds a class can decide itself.', ''),
    changes: {
      [AUTH]: append(`
const plain = Auth.prototype.sessionCookie;
(Auth.prototype as any).sessionCookie = async function (...given: any[]) { return (plain as any).apply(this, given); };
`),
      [APP]: prepend(`
Object.defineProperty(Map, Symbol.hasInstance, { value: () => true });
Object.defineProperty(Promise, Symbol.hasInstance, { value: () => false });
`),
    },
    tasks: ['2', '4'],
  },
  handsOver('gives a function for data', 'A check hands on what `toJson` gave.', 'email: () => 1'),
  handsOver('gives a symbol and an error for data', 'The same with other kinds.', "email: Symbol('x'), created_at: new Error('x')"),
  handsOver('gives data that are too deep to compare', 'A list in a list, fourteen hundred times.', DEEP(1400)),
];
