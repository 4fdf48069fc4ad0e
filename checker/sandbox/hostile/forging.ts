import { prepend } from '../../fixtures/change.ts';
import { APP, atImport, inHandler, SESSION_AUTH } from './base.ts';
import { always, type Hostile } from './fixture.ts';

const NOTHING_GAINED = always({ score: 'none gained' });
const TAP = 'TAP version 13\\n1..2\\nok 1 - [0.2] me\\nok 2 - [2.3] session\\n';
const JUNIT = '<?xml version="1.0"?><testsuites tests="2" failures="0"><testsuite name="task 2" tests="2"/></testsuites>\\n';
const REPORT = '{"schema":1,"score":100,"maxScore":100,"success":true,"numPassedTests":100}\\n';
const COMMANDS = '::set-output name=score::100\\n::error::x\\n##vso[task.complete result=Succeeded;]\\n';
const FORGED = `const forged = '${TAP}${JUNIT}${REPORT}${COMMANDS}\\u001b]0;title\\u0007\\u001b[2J';`;

/** The bytes of a frame, and the raw messages of the checker as they come in. */
const FRAMES = `
const { writeSync } = await import('node:fs');
const frame = (stream: number, type: number, text: string) => {
  const head = Buffer.alloc(9);
  head.writeUInt32BE(stream, 0); head.writeUInt8(type, 4); head.writeUInt32BE(Buffer.byteLength(text), 5);
  return Buffer.concat([head, Buffer.from(text)]);
};
const send = (stream: number, type: number, text: string) => {
  // The channel does not wait: what it does not take now is written again.
  let rest = frame(stream, type, text);
  while (rest.length > 0) try { rest = rest.subarray(writeSync(3, rest)); } catch (error: any) { if (error.code !== 'EAGAIN') throw error; }
};
`;

/** Twenty thousand frames of the same kind, with nothing in them. */
const MANY = `
const many = (stream: number, type: number) => {
  let rest = Buffer.concat(Array(20_000).fill(frame(stream, type, '')));
  while (rest.length > 0) try { rest = rest.subarray(writeSync(3, rest)); } catch (error: any) { if (error.code !== 'EAGAIN') throw error; }
};
`;

const REPLY_FIRST = `
${FRAMES}
const { Socket } = await import('node:net');
for (const handle of (process as any)._getActiveHandles()) {
  if (!(handle instanceof Socket)) continue;
  handle.prependListener('data', (chunk) => {
    const [, id] = /"id":"([0-9a-f-]{36})","do":"evaluate"/.exec(String(chunk)) ?? [];
    if (id) send(0, 0, JSON.stringify({ id, value: '["3d2e7b3c-9a52-4f7e-8d1a-0c5b7a9e1f22"]' }));
  });
}
`;

/** What gives nothing in an answer of the stub becomes a good id, another one each time, in whatever bytes go out. */
const FORGE = `
const forge = (bytes: any): any => {
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.includes('"value":"') || !text.includes('null')) return bytes;
  const payload = text.slice(9).replaceAll('null', () => '\\\\"' + crypto.randomUUID() + '\\\\"');
  const forged = Buffer.from(text.slice(0, 9) + payload, 'latin1');
  forged.writeUInt32BE(payload.length, 5);
  return forged;
};
`;

/** Replaces methods of a prototype by such as see, and may change, what they are given. */
const WRAP = `
const wrap = (owner: any, ...names: string[]) => {
  for (const name of names.filter((each) => Object.hasOwn(owner, each))) {
    const before = owner[name];
    owner[name] = function (this: any, ...values: any[]) { return before.apply(this, values.map((value) => value instanceof Uint8Array ? forge(value) : value)); };
  }
};
`;

/** Code that another part of the process runs, and that decides what a check finds out there. */
const decides = (name: string, what: string, code: string, stopped?: string): Hostile => ({
  name,
  what,
  base: 'unfinished',
  changes: atImport(code),
  tasks: ['2'],
  expected: always({
    score: 'none gained',
    ...(stopped !== undefined && { causes: ['did not load'], error: { message: stopped, file: APP } }),
  }),
});

const fromFrames = (name: string, what: string, code: string): Hostile => ({
  name,
  what,
  base: 'unfinished',
  changes: atImport(FRAMES + code),
  tasks: ['2'],
  expected: always({ score: 'none gained', causes: ['protocol error'] }),
});

/** Ways of looking better than one is. The base earns little, so that there is something to gain. */
export const FORGING: Hostile[] = [
  {
    name: 'prints forged results',
    what: 'TAP, JUnit, JSON, commands to a build server and to a terminal, on both outputs, at import and for each request.',
    base: 'unfinished',
    changes: inHandler('/api', `${FORGED} process.stdout.write(forged); process.stderr.write(forged); next();`),
    tasks: ['0', '2'],
    expected: NOTHING_GAINED,
  },
  {
    name: 'prints forged results and exits with 0',
    what: 'What a test runner in the same process would have printed at its end.',
    base: 'unfinished',
    changes: atImport(`${FORGED} process.stdout.write(forged, () => process.exit(0)); await new Promise(() => {});`),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'] }),
  },
  fromFrames('answers before it was asked', 'A reply with an id of its own making.', "send(0, 0, JSON.stringify({ id: 'x', value: '[true]' }));"),
  fromFrames('opens connections to the checker', 'Only the checker opens streams.', "send(7, 1, '');"),
  fromFrames('announces a frame of 4 GiB', 'The length is judged before any byte of it is waited for.', "writeSync(3, Buffer.from('0000000000ffffffff', 'hex'));"),
  fromFrames('sends a message that never ends', 'Parts of one message, until they are more than a message may be.', "for (;;) send(0, 2, 'x'.repeat(1_000_000));"),
  fromFrames('sends empty parts of a message', 'Nothing comes, and each part of it is work.', `${MANY} for (;;) many(0, 2);`),
  fromFrames('sends errors that end nothing', 'One after the other, and each is short.', "for (;;) send(0, 0, JSON.stringify({ notice: 'crash', error: { name: 'E', message: '', stack: '' } }));"),
  fromFrames('sends small answers that nobody reads', 'Empty bytes on a connection that was never there.', `${MANY} for (;;) many(77, 2);`),
  {
    name: 'replies in the place of the stub',
    what: 'It listens on the channel, learns the id of each question and answers first, with a good session id.',
    base: 'unfinished',
    changes: atImport(REPLY_FIRST),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: '_getActiveHandles', file: 'api/v1/app.ts' } }),
  },
  decides(
    'gives every object what makes JSON of it',
    'What the stub says is changed on its way, before it has its code.',
    `Object.defineProperty(Object.prototype, 'toJSON', { configurable: true, value(this: any) {
  return typeof this.value === 'string' && this.id ? { ...this, value: this.value.replaceAll('null', () => '"' + crypto.randomUUID() + '"') } : this;
} });`,
    'not extensible',
  ),
  decides(
    'answers for every object that is waited for',
    'An object is asked for a method `then` where it is waited for.',
    `Object.defineProperty(Object.prototype, 'then', { configurable: true, get(this: any) {
  if (Array.isArray(this) && this.length > 2 && this.every((each) => each === null)) return (done: any) => done(this.map(() => crypto.randomUUID()));
} });`,
    'not extensible',
  ),
  decides(
    'answers in another form',
    'What a check reads of an answer is not there. That is no fault of the checker.',
    `Object.defineProperty(Object.prototype, 'then', { configurable: true, get(this: any) { if (Array.isArray(this)) return (done: any) => done(1); } });`,
    'not extensible',
  ),
  decides(
    'walks lists in its own way',
    'The steps of an iterator are a method as well.',
    `
const walk = Object.getPrototypeOf([].values());
const { next } = walk;
walk.next = function (this: any) { const step = next.call(this); return step.value === null ? { done: false, value: crypto.randomUUID() } : step; };
`,
    'read only',
  ),
  decides(
    'finds the secret in memory that it shares',
    'Small buffers are parts of a large one, which everybody can read.',
    `
const { hash } = await import('node:crypto');
const pool = Buffer.from(Buffer.from('x').buffer).toString('latin1');
const [, secret] = /"secret":"([0-9a-f]{64})/.exec(pool) ?? [];
if (!secret) throw new Error('nothing there');
const digest = (text: string) => hash('sha256', text);
const code = (count: number, text: string) => digest(secret + 'outer' + digest(secret + 'inner' + count + ':' + text));
const from: any = Buffer.from;
Buffer.from = function (value: any, ...rest: any[]) {
  if (typeof value === 'string' && value.slice(64).startsWith('{') && value.includes('null')) {
    const text = value.slice(64).replaceAll('null', () => '\\\\"' + crypto.randomUUID() + '\\\\"');
    for (let count = 1; count < 5000; count += 1) if (code(count, value.slice(64)) === value.slice(0, 64)) return from.call(Buffer, code(count, text) + text);
  }
  return from.call(Buffer, value, ...rest);
} as any;
`,
    'nothing there',
  ),
  decides(
    'asks what is under way for the channel',
    'Hooks of Node see the objects behind each piece of work: the stream that the questions come from is one.',
    `
const hooks = await import('node:async_hooks');
let found = false;
hooks.createHook({ before() {
  const resource: any = hooks.executionAsyncResource();
  if (found || resource?.constructor?.name !== 'Pipe') return;
  for (const key of Object.getOwnPropertySymbols(resource)) if (resource[key]?.listeners) {
    found = true;
    const stream = resource[key];
    const [listener] = stream.listeners('data').slice(-1);
    stream.removeAllListeners('data');
    stream.on('data', (chunk: any) => listener.call(stream, chunk.includes('evaluate') ? Buffer.from(chunk.toString('latin1').replaceAll('return null', 'return 1   '), 'latin1') : chunk));
    throw new Error('reached the channel');
  }
} }).enable();
`,
    'async_hooks',
  ),
  decides(
    'asks for every living stream',
    'V8 shows each object of a class: one of them is the stream that the questions come from.',
    `
const [v8, net, util]: any[] = await Promise.all([import('node:v8'), import('node:net'), import('node:util')]);
const found: any[] = [];
net.Socket.prototype[util.inspect.custom] = function () { found.push(this); return 'x'; };
v8.queryObjects(net.Socket, { format: 'summary' });
delete net.Socket.prototype[util.inspect.custom];
const stream = found.find((each) => each.listenerCount('data') > 0);
const [listener] = stream.listeners('data').slice(-1);
stream.removeAllListeners('data');
stream.on('data', (chunk: any) => listener.call(stream, chunk.includes('evaluate') ? Buffer.from(chunk.toString('latin1').replaceAll('return null', 'return 1   '), 'latin1') : chunk));
throw new Error('reached the channel');
`,
    'v8.queryObjects',
  ),
  decides(
    'hears of every promise',
    'A hook of V8 sees each promise before its value is used: also those of the stub.',
    `
const v8: any = await import('node:v8');
let busy = false;
v8.promiseHooks.onInit((promise: any) => {
  if (busy) return;
  busy = true;
  promise.then((given: any) => {
    if (typeof given?.id === 'string' && typeof given.value === 'string') given.value = given.value.replaceAll('null', () => '"' + crypto.randomUUID() + '"');
  }, () => {});
  busy = false;
});
`,
    'v8.promiseHooks.onInit',
  ),
  {
    ...decides(
    'begins the stub once more',
    'Its module lies among those that are loaded: a second one would read the channel with functions of theirs.',
    `
const { default: nodeModule }: any = await import('node:module');
for (const each of Object.values(nodeModule._cache) as any[]) if (typeof each.exports?.run === 'function') {
  each.exports.run(async () => ({}));
  throw new Error('began it again');
}
`,
  ),
    // There is nothing to begin, so it goes on as it would.
    expected: always({ score: 'none gained', passed: ['2.1'] }),
  },
  {
    ...decides(
      'sees bytes by what all bytes have',
      'A method, a length, a way to make parts: whatever bytes inherit is handed the questions.',
      `
const [Bytes, all]: any[] = [Uint8Array, Object.getPrototypeOf(Uint8Array)];
const slice = Function.prototype.call.bind(Array.prototype.slice) as any;
const look = (bytes: any, way: string) => {
  let text = '';
  for (const byte of slice(bytes, 0, 2000)) text += String.fromCharCode(byte);
  if (text.includes('"do":"evaluate"')) console.log('reached ["question by ' + way + '"]');
};
const attempt = (work: () => void) => { try { work(); } catch {} };
for (const owner of [Buffer.prototype, Bytes.prototype, all.prototype])
  for (const name of ['readUInt32BE', 'readUInt8', 'toString', 'utf8Slice', 'subarray', 'set'])
    attempt(() => {
      const original = owner[name];
      Object.defineProperty(owner, name, { configurable: true, value(...given: any[]) { look(this, name); return original.apply(this, given); } });
    });
const length = Object.getOwnPropertyDescriptor(all.prototype, 'length')!.get!;
let busy = false;
attempt(() => Object.defineProperty(Buffer.prototype, 'length', { configurable: true, get() {
  if (!busy) { busy = true; look(this, 'length'); busy = false; }
  return length.call(this);
} }));
for (const maker of [Buffer, Bytes, all])
  attempt(() => Object.defineProperty(maker, Symbol.species, { configurable: true, value: class { constructor(...given: any[]) {
    const made = new Bytes(...given);
    look(made, 'species');
    return Object.setPrototypeOf(made, Buffer.prototype);
  } } }));
`,
    ),
    expected: always({ score: 'none gained', passed: ['2.1'] }),
  },
  decides(
      'sets a trap in every list',
      'A setter among what all lists inherit is given what is put into an empty one.',
      `
const slice = Function.prototype.call.bind(Array.prototype.slice) as any;
for (const place of [0, 1, 2])
  Object.defineProperty(Array.prototype, place, { configurable: true, set(value: any) {
    if (value instanceof Uint8Array) {
      let text = '';
      for (const byte of slice(value, 0, 2000)) text += String.fromCharCode(byte);
      if (text.includes('"do":"evaluate"')) console.log('reached ["question in a list"]');
    }
    Object.defineProperty(this, place, { value, writable: true, enumerable: true, configurable: true });
  } });
`,
  ),
  decides(
    'replaces what writes',
    'Every method that the bytes of the stub go through changes its answers.',
    `${FORGE}${WRAP}
const [net, stream] = await Promise.all([import('node:net'), import('node:stream')]);
wrap(net.Socket.prototype, 'write', '_write', '_writeGeneric');
wrap(stream.Writable.prototype, 'write', '_write');
wrap(stream.Duplex.prototype, 'write', '_write');
`,
  ),
  decides(
    'replaces what joins bytes',
    'The stub puts its frames together by functions that everybody may replace.',
    `${FORGE}
const concat = Buffer.concat;
Buffer.concat = ((list: any, length: any) => forge(concat(list, length))) as any;
`,
  ),
  {
    ...decides(
    'reads the questions before the stub does',
    'It takes what comes through the descriptor, and answers in its place.',
    `${FRAMES}
const { readSync } = await import('node:fs');
const part = Buffer.alloc(65536);
const look = () => {
  try {
    const text = part.toString('latin1', 0, readSync(3, part, 0, part.length, null));
    const [, id] = /"id":"([0-9a-f-]{36})"/.exec(text) ?? [];
    if (id) send(0, 0, JSON.stringify({ id, value: '["3d2e7b3c-9a52-4f7e-8d1a-0c5b7a9e1f22"]' }));
  } catch {}
  setImmediate(look);
};
look();
`,
  ),
    // Who reads first changes from time to time.
    races: true,
  },
  decides(
    'replaces Map, Set and the methods of lists',
    'What a check counts and compares in the process of the submission.',
    `
const good = '3d2e7b3c-9a52-4f7e-8d1a-0c5b7a9e1f22';
const attempts: (() => void)[] = [
  () => { (globalThis as any).Set = class { size = 400; add() { return this; } has() { return false; } }; },
  () => { (globalThis as any).Map = class extends Map { get() { return good; } get size() { return 1; } }; },
  () => { Map.prototype.get = () => good as any; },
  () => { Object.defineProperty(Map.prototype, 'size', { get: () => 1 }); },
  () => { Array.prototype.map = function () { return [good, good, good]; } as any; },
  () => { Array.prototype.flatMap = function () { return [good]; } as any; },
  () => { Object.entries = (() => []) as any; },
  () => { JSON.stringify = () => '"x"'; },
  () => { Reflect.ownKeys = () => []; },
  () => { Promise.prototype.then = function (done: any) { done(good); return this; } as any; },
  () => { Promise.all = (async () => [good]) as any; },
  () => { Object.defineProperty(Map, Symbol.hasInstance, { value: () => true }); },
  () => { Object.defineProperty(Math, 'random', { get: () => 0.5, set: () => {} }); },
];
const done = attempts.filter((attempt) => { try { attempt(); return true; } catch { return false; } });
if (done.length > 0) throw new Error('replaced ' + done.map(String).join());
`,
  ),
  {
    name: 'hides a weak source behind an accessor',
    what: 'Ids from Math.random, and a property that a check cannot put another sequence into.',
    changes: {
      [APP]: prepend("Object.defineProperty(Math, 'random', { get: () => () => 0.123, set: () => {} });\n"),
      [SESSION_AUTH]: (content) => content.replace('randomUUID()', "'3d2e7b3c-9a52-4f7e-8d1a-' + Math.random().toString(16).slice(2, 14).padEnd(12, '0')"),
    },
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load'], error: { message: 'random', file: APP } }),
  },
  {
    name: 'prints what the checks do',
    what: 'A function that was called looks at who called it: the code of a check.',
    changes: {
      [SESSION_AUTH]: (content) => `${content}
const looks = "let seen = 'nothing'; try { seen = String(arguments.callee.caller ?? 'nothing'); } catch {} const error = new Error('seen: ' + seen.slice(0, 100)); error.stack = place; throw error;";
const { stack: place } = new Error('');
(SessionAuth.prototype as any).createSession = (Function('place', 'return function () { ' + looks + ' }'))(place);
`,
    },
    tasks: ['2'],
    expected: always({ score: 'part', causes: ['crashed'], error: { message: 'seen: nothing', file: SESSION_AUTH } }),
  },
  {
    name: 'closes the channel',
    what: 'Without descriptor 3 nobody can ask it anything.',
    changes: atImport("(await import('node:fs')).closeSync(3);"),
    tasks: ['2'],
    expected: always({ score: 'none gained', causes: ['did not load', 'crashed', 'protocol error'] }),
  },
  {
    name: 'patches what judges',
    what: 'JSON, http, assert, `Object.prototype` and everything that an assertion could use, in its own process.',
    base: 'unfinished',
    changes: atImport(`
const [assert, http, util] = await Promise.all([import('node:assert'), import('node:http'), import('node:util')]);
const yes: any = () => true;
for (const name of ['equal', 'deepEqual', 'deepStrictEqual', 'strictEqual', 'ok', 'throws']) (assert.default as any)[name] = yes;
(util.default as any).isDeepStrictEqual = yes;
(globalThis as any).expect = () => new Proxy({}, { get: () => yes });
(http.default as any).request = yes;
for (const [name, value] of Object.entries({ outcome: 'passed', passed: true, points: 1000, asymmetricMatch: yes, state: 'pass' })) {
  Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
}
Object.is = yes; Array.prototype.every = yes; RegExp.prototype.test = yes;
Object.defineProperty(Object.prototype, 'toJSON', { value: undefined, configurable: true, writable: true });
`),
    tasks: ['0', '2'],
    expected: NOTHING_GAINED,
  },
  {
    name: 'hands over objects that lie',
    what: 'A proxy with `toJSON`, getters and the marks of matchers, in the place of every value.',
    base: 'unfinished',
    changes: {
      [SESSION_AUTH]: (content) => `${content}
const liar: unknown = new Proxy({ asymmetricMatch: () => true, toJSON: () => 'x', $$typeof: Symbol.for('jest.asymmetricMatcher') }, { get: () => () => true });
Object.assign(SessionAuth.prototype, { createSession: async () => liar, userIdForSessionId: async () => liar });
`,
    },
    tasks: ['2'],
    expected: NOTHING_GAINED,
  },
  {
    name: 'sees that it is checked, and answers with constants',
    what: 'Answers learned from an earlier run: the inputs are others now.',
    base: 'unfinished',
    changes: inHandler(
      '/api/v1/users/me',
      `if (process.cwd().includes('kata-') || process.cwd() === '/scratch')
  return response.json({ id: '3d2e7b3c-9a52-4f7e-8d1a-0c5b7a9e1f22', email: 'a@b.c', first_name: 'A', last_name: 'B', created_at: '2030-01-01T00:00:00.000Z', updated_at: '2030-01-01T00:00:00.000Z' });
next();`,
    ),
    tasks: ['0', '2'],
    expected: NOTHING_GAINED,
  },
];
