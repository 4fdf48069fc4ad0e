/** A source of numbers below 1 that gives the same row for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PATHS = [
  '/',
  '/login',
  '/register',
  '/protected',
  '/logout',
  '/style.css',
  '/health',
  '/api/docs',
  '/api/v1/openapi.json',
  '/api/v1/status',
  '/api/v1/stats',
  '/api/v1/unauthorized',
  '/api/v1/forbidden',
  '/api/v1/users',
  '/api/v1/users/me',
  '/api/v1/users/ID',
  '/api/v1/auth_session/login',
  '/api/v1/auth_session/logout',
  '/api/v1/nothing',
]; // prettier-ignore
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'get',
  'NONSENSE',
  '',
];
const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'application/json; charset=x',
  'application/x-www-form-urlencoded; charset=iso-8859-1',
  'multipart/form-data; boundary=x',
  'text/plain',
  '/',
  ';;',
  'application/json;;=',
]; // prettier-ignore
const ENCODINGS = ['gzip', 'deflate', 'br', 'zstd', 'identity', 'x', 'gzip, gzip', ''];
const PIECES = [
  '%',
  '%00',
  '%0d%0a',
  '%2e%2e%2f',
  '%ff',
  '%C0%AF',
  '%F0%9F%98%80',
  '//',
  '/.',
  '/..',
  '?',
  '?email[]=x&email[]=y',
  '#',
  ';',
  '\\',
  '*',
  '\u00e9',
  '{',
  "'",
  '"',
  '<script>',
  '__proto__',
  'constructor',
  '[object Object]',
  '\t',
  ' ',
  '%u0041',
  '/'.repeat(200),
  'x'.repeat(3000),
  '?a='.repeat(500),
]; // prettier-ignore
const VALUES = [
  'null',
  'true',
  '-0',
  '1e999',
  '"\\u0000"',
  '"\\ud800"',
  '[]',
  '{}',
  '{"__proto__":{"status":1}}',
  '[[[[[',
  '"',
  '\ufeff{}',
  'NaN',
  '""',
  '"a@b.c"',
  '{"toString":1}',
  '{"length":-1}',
  '['.repeat(20_000),
  `"${'x'.repeat(5000)}"`,
  '1'.repeat(400),
  '"\\u001b0"',
  '"\' or 1=1 --"',
]; // prettier-ignore
const COOKIES = [
  '_my_session_id',
  '_my_session_id=',
  '_my_session_id=j:{"a":1}',
  '_my_session_id=j:[',
  '_my_session_id=s:x.y',
  '_my_session_id=%',
  '_my_session_id=%00',
  '=;=;',
  '__proto__=1',
  '_my_session_id="x"',
  `_my_session_id=${'x'.repeat(4000)}`,
  'a=1;'.repeat(1000),
  '_my_session_id=%F0%9F',
  ';',
  '\u0001',
]; // prettier-ignore
const HEADERS = [
  'Authorization: Basic',
  'Authorization: Basic =',
  'Authorization: Basic /w==',
  'Authorization: Bearer x',
  'X-Forwarded-For: x, ,',
  'X-Forwarded-Proto: \u00ff',
  'X-Forwarded-Host: [',
  'Origin: null',
  'Origin: http://[',
  'Sec-Fetch-Site: x',
  'Sec-Fetch-Mode: navigate',
  'Expect: 100-continue',
  'Expect: x',
  'Range: bytes=9-1',
  'Range: bytes=0-,-1,0-0',
  'If-None-Match: *',
  'If-Modified-Since: x',
  'Accept: \u0080',
  'Upgrade: websocket',
  'Connection: upgrade',
  'TE: x',
  'Host: x y',
  'Host: ',
  'Bad Header: x',
  'X: \u0000',
  'NoColon',
  `X: ${'y'.repeat(20_000)}`,
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: x',
  'Content-Length: -1',
  'Content-Length: 99999999999',
  'Access-Control-Request-Method: x',
]; // prettier-ignore

/** A request as bytes: malformed in one or several ways, or well-formed with strange content. `ids` fill in what exists. */
export function malformedRequest(random: () => number, { cookie, id }: { cookie: string; id: string }): Buffer {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const maybe = (chance: number) => random() < chance;

  let path = pick(PATHS).replace('ID', maybe(0.5) ? id : encodeURIComponent(pick(PIECES)));
  while (maybe(0.4)) path += pick(PIECES);
  const lines = [
    `${maybe(0.75) ? pick(METHODS.slice(0, 5)) : pick(METHODS)} ${path} HTTP/${pick(['1.1', '1.1', '1.1', '1.1', '1.0', '9.9', 'x'])}`,
  ];
  if (maybe(0.95)) lines.push('Host: 127.0.0.1');
  if (maybe(0.9)) lines.push('Connection: close');
  // Most come in with a session: what nobody is let in to is not tried.
  if (maybe(0.85)) lines.push(`Cookie: ${cookie}`);
  if (maybe(0.2)) lines.push(`Cookie: ${pick(COOKIES)}`);
  while (maybe(0.3)) lines.push(pick(HEADERS));

  const body = maybe(0.7) ? bodyOf() : Buffer.alloc(0);
  if (body.length > 0) {
    lines.push(`Content-Type: ${maybe(0.8) ? pick(TYPES.slice(0, 2)) : pick(TYPES)}`);
    if (maybe(0.1)) lines.push(`Content-Encoding: ${pick(ENCODINGS)}`);
    lines.push(`Content-Length: ${maybe(0.95) ? body.length : pick([0, 1, body.length + 5, 'x', '1,2'])}`);
  }
  return Buffer.concat([
    Buffer.from(`${lines.join(pick(['\r\n', '\r\n', '\r\n', '\r\n', '\n']))}\r\n\r\n`, 'latin1'),
    body,
  ]);

  function bodyOf(): Buffer {
    const fields = ['email', 'password', 'first_name', 'last_name', '__proto__'].filter(() => maybe(0.6));
    const kind = random();
    if (kind < 0.4)
      return Buffer.from(`{${fields.map((field) => `"${field}":${pick(VALUES)}`).join(maybe(0.95) ? ',' : ';')}}`);
    if (kind < 0.8)
      return Buffer.from(
        fields
          .map((field) => `${field}${pick(['=', '=', '[]=', '[a]=', ''])}${pick([...PIECES, ...VALUES])}`)
          .join('&'),
      );
    if (kind < 0.9) return Buffer.from(pick(VALUES));
    return Buffer.from(Array.from({ length: Math.floor(random() * 300) }, () => Math.floor(random() * 256)));
  }
}
