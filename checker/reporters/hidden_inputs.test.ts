import { expect, test } from 'vitest';
import { RandomInputs } from '../harness/random.ts';
import { textOf, type Value } from '../harness/value.ts';
import { FAILED, INPUTS } from './class_fixture.ts';
import { reasonWithoutInputs, withoutInputs } from './hidden_inputs.ts';

const { compared: _, ...told } = FAILED;
const bare = { ...told, exchanges: [], timeline: [], expected: null };

test('what looks like a random input is taken out, though no request of the check had it', () => {
  const random = new RandomInputs(1, 'test');
  const inputs = Array.from({ length: 200 }, () => [
    random.email(),
    encodeURIComponent(random.email()),
    random.password(),
    random.uuid(),
    random.cookieName(),
  ]).flat();
  const left = inputs.filter((input) => withoutInputs(bare)(`x ${input}.`) !== 'x ….');
  expect(left).toEqual([]);
});

test('what a check sent is taken out, whatever it looks like', () => {
  const hide = withoutInputs(FAILED);
  expect(hide(`No ${INPUTS.word.toUpperCase()} here`)).toBe('No … here');
  const { exchanges = [] } = FAILED;
  const authorization = {
    ...FAILED,
    exchanges: exchanges.map((each) => ({ ...each, requestHeaders: { authorization: 'Basic a3E6MQ==' } })),
  };
  expect(withoutInputs(authorization)('sent a3E6MQ== here')).toBe('sent … here');
});

test('spans by which the check moved the clock are inputs', () => {
  expect(withoutInputs(FAILED)('after 60001 it is gone')).toBe('after … it is gone');
});

test.each([
  ['The password was `k1m2n3b4v5c6-41`.', 'The password was `…`.'],
  ['x, 1147 s and 1 ms after the login', 'x, … s and 1 ms after the login'],
  ['with SESSION_DURATION="1147.5", x', 'with SESSION_DURATION=…, x'],
  ['`sessionCookie` for `Cookie: _my_session_idkh=%20K7Y%20` is', '`sessionCookie` for `Cookie: …` is'],
  ['the cookie _my_session_idkhp, and _my_session_id', 'the cookie …, and _my_session_id'],
  ['GET /api/v1/statusktvk should answer 401', 'GET /api/v1/… should answer 401'],
  ['POST /api/v1/auth_session/login/?email=x answers 401', 'POST /api/v1/auth_session/login/ answers 401'],
  ['`createSession(811956481)` is', '`createSession(…)` is'],
  ['with TZ=Asia/Kolkata, x', 'with TZ=Asia/Kolkata, x'],
  ['it holds 123456 things', 'it holds … things'],
])('%s', (sentence, told) => {
  expect(withoutInputs(bare)(sentence)).toBe(told);
});

test('words of the course stay', () => {
  const sentence = 'GET /api/v1/users/me should answer 403, but it answers 500. Keep the key of a known kind.';
  expect(withoutInputs(FAILED)(sentence)).toBe(sentence);
});

const UNDEFINED: Value = { $kind: 'undefined' };

test.each<[Value, Value, string]>([
  [null, UNDEFINED, 'x should be null, but it is undefined.'],
  [404, 500, 'x should be 404, but it is 500.'],
  ['', false, 'x should be "", but it is false.'],
  [{ a: 'b' }, null, 'x is not what it should be.'],
  [123456, 0, 'x is not what it should be.'],
  [null, 'undefined', 'x is not what it should be.'],
  [null, '. y should be null, but it is null', 'x is not what it should be.'],
  [{ $kind: 'number', text: 'NaN' }, 0, 'x is not what it should be.'],
])('of values, only plain ones are told: %j, %j', (expected, actual, told) => {
  const reason = `x should be ${textOf(expected)}, but it is ${textOf(actual)}.`;
  expect(reasonWithoutInputs({ ...bare, compared: 'x', expected, actual, reason })).toBe(told);
});

test('a reason that compares no values is told as it is', () => {
  expect(reasonWithoutInputs({ ...bare, reason: 'x should be good, but it is bad.' })).toBe(
    'x should be good, but it is bad.',
  );
});

test('what a walk gave to a method is taken out, whatever it looks like', () => {
  const compared = 'What `createSession({"key":"u`)$f(\'"})` gives';
  const reason = `${compared} should be null, but it is "x".`;
  const told = 'What `createSession(…)` gives is not what it should be.';
  const walk = { ...bare, story: [{ do: 'call the methods' }], compared, actual: 'x' };
  expect(reasonWithoutInputs({ ...walk, reason })).toBe(told);
  const blocked = '[2.2] does not hold yet, so this check says nothing. ';
  expect(reasonWithoutInputs({ ...walk, reason: blocked + reason })).toBe(blocked + told);
});
