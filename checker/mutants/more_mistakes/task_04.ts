// Data, one entry for each mistake: that is why this file is longer than others.
import type { Edit, Mistake } from '../mistake.ts';

const AUTH = 'api/v1/auth/auth.ts';
const NAME = `export const SESSION_NAME = process.env.SESSION_NAME || '_my_session_id';`;
const COOKIES = 'const cookies: Record<string, unknown> = request?.cookies ?? {};';
const MISSING = 'if (!Object.hasOwn(cookies, SESSION_NAME)) return null;';
const TEXT_ONLY = `return typeof value === 'string' ? value : null;`;

/** Reads the session id from somewhere else where there is no such cookie. */
function otherwise(expression: string): Edit {
  return { file: AUTH, find: MISSING, replace: MISSING.replace('return null', `return ${expression}`) };
}

export const moreOfTask04: Mistake[] = [
  {
    task: 4,
    name: 'missing-request-reads-cookies',
    mistake: 'A missing request throws: its cookies are read without a look.',
    edits: [{ file: AUTH, find: COOKIES, replace: COOKIES.replace('request?.cookies', 'request!.cookies') }],
    caughtBy: ['4.1'],
    reason: /reading 'cookies'/,
  },
  {
    task: 4,
    name: 'no-cookie-is-undefined',
    mistake: 'Without the cookie it gives `undefined`, not `null`.',
    edits: [otherwise('undefined as never')],
    caughtBy: ['4.1'],
    reason: /should be null, but it is undefined/,
  },
  {
    task: 4,
    name: 'cookie-of-session-auth-only',
    mistake: '`SessionAuth` has the method, and `Auth` does not.',
    edits: [
      { file: AUTH, find: 'sessionCookie(request?', replace: 'readCookie(request?' },
      {
        file: 'api/v1/auth/session_auth.ts',
        find: '/** Makes a new session for a user',
        replace: `sessionCookie(request?: Request | null): string | null {
    return this.readCookie(request);
  }

  /** Makes a new session for a user`,
      },
    ],
    caughtBy: ['4.1', '4.2'],
    reason: /sessionCookie is not a function/,
  },
  {
    task: 4,
    name: 'cookie-as-promise',
    mistake: 'It is asynchronous, and gives a promise in the place of the text.',
    edits: [
      {
        file: AUTH,
        find: 'sessionCookie(request?: Request | null): string | null {',
        replace: 'async sessionCookie(request?: Request | null): Promise<string | null> {',
      },
    ],
    caughtBy: ['4.2'],
    reason: /gives a promise/,
  },
  {
    task: 4,
    name: 'session-id-from-query',
    mistake: 'Without the cookie, the session id is taken from the query: addresses end up in logs.',
    edits: [otherwise('(request?.query[SESSION_NAME] as string) ?? null')],
    caughtBy: ['4.1'],
    reason: /has the name in its query and its headers, but in no cookie/,
    security: true,
  },
  {
    task: 4,
    name: 'session-id-from-header',
    mistake: "Without the cookie, the session id is taken from a header of the cookie's name.",
    edits: [otherwise('request?.get(SESSION_NAME) ?? null')],
    caughtBy: ['4.1'],
    reason: /has the name in its query and its headers, but in no cookie/,
    security: true,
  },
  {
    task: 4,
    name: 'any-cookie-counts',
    mistake: 'Without the session cookie, the first other cookie counts.',
    edits: [otherwise('(Object.values(cookies)[0] as string) ?? null')],
    caughtBy: ['4.1'],
    reason: /should be null, but it is "/,
    security: true,
  },
  {
    task: 4,
    name: 'cookie-remembered',
    mistake: 'The value is kept in the auth: the next request has the cookie of the one before it.',
    edits: [
      {
        file: AUTH,
        find: 'export class Auth {',
        replace: 'export class Auth {\n  latest: string | null = null;\n',
      },
      { file: AUTH, find: MISSING, replace: MISSING.replace('return null', 'return this.latest') },
      {
        file: AUTH,
        find: TEXT_ONLY,
        replace: `this.latest = typeof value === 'string' ? value : null;\n    return this.latest;`,
      },
    ],
    caughtBy: ['4.2'],
    reason: /The list of cookies of four requests/,
    security: true,
  },
  {
    task: 4,
    name: 'cookie-trimmed',
    mistake: 'The value is trimmed.',
    edits: [{ file: AUTH, find: TEXT_ONLY, replace: TEXT_ONLY.replace('? value', '? value.trim()') }],
    caughtBy: ['4.2'],
    reason: /Cookie: _my_session_id=%20.*should be " /,
  },
  {
    task: 4,
    name: 'cookie-decoded-twice',
    mistake: 'The value is decoded a second time.',
    edits: [{ file: AUTH, find: TEXT_ONLY, replace: TEXT_ONLY.replace('? value', '? decodeURIComponent(value)') }],
    caughtBy: ['4.2'],
    reason: /should be "[^"]*%20[^"]*", but it is "[^"%]*"/,
  },
  {
    task: 4,
    name: 'cookies-read-as-query',
    mistake: 'The header is read as if it were a query: `+` becomes a space, and a repeated cookie a list.',
    edits: [
      {
        file: AUTH,
        find: `import type { Request } from 'express';`,
        replace: `import { parse } from 'node:querystring';\nimport type { Request } from 'express';`,
      },
      {
        file: AUTH,
        find: COOKIES,
        replace: `const cookies = parse((request?.headers.cookie ?? '').replace(/; */g, '&'));`,
      },
      { file: AUTH, find: TEXT_ONLY, replace: 'return (value as string) ?? null;' },
    ],
    caughtBy: ['4.2', '4.4'],
    reason: /should be "[^"]*\+[^"]*", but it is "[^"+]*"/,
  },
  {
    task: 4,
    name: 'garbage-throws',
    mistake: 'The raw header is decoded by hand, and a broken encoding throws.',
    edits: [
      {
        file: AUTH,
        find: COOKIES,
        replace: `for (const pair of request?.headers.cookie?.split(';') ?? []) {
      const [name = '', ...rest] = pair.split('=');
      if (name.trim() === SESSION_NAME && rest.length > 0) return decodeURIComponent(rest.join('=').trim());
    }
    ${COOKIES}`,
      },
    ],
    caughtBy: ['4.4'],
    reason: /URI malformed/,
  },
  {
    task: 4,
    name: 'name-under-wrong-variable',
    mistake: 'The name is read from a variable of another name.',
    edits: [{ file: AUTH, find: NAME, replace: NAME.replace('env.SESSION_NAME', 'env.SESSION_COOKIE') }],
    caughtBy: ['4.3'],
    reason: /With `SESSION_NAME=.*but it is null/,
  },
  {
    task: 4,
    name: 'name-without-default',
    mistake: 'The name has no default: where `SESSION_NAME` is not set, the cookie is `undefined`.',
    edits: [{ file: AUTH, find: NAME, replace: 'export const SESSION_NAME = String(process.env.SESSION_NAME);' }],
    caughtBy: ['4.2'],
    reason: /Without `SESSION_NAME`, `sessionCookie` for `Cookie: _my_session_id=/,
  },
  {
    task: 4,
    name: 'name-with-other-default',
    mistake: 'The default of the name is another one.',
    edits: [{ file: AUTH, find: NAME, replace: NAME.replace('_my_session_id', 'session_id') }],
    caughtBy: ['4.2'],
    reason: /Without `SESSION_NAME`, `sessionCookie` for `Cookie: _my_session_id=/,
  },
  {
    task: 4,
    name: 'name-in-any-case',
    mistake: 'The name is compared in small letters: another cookie is taken for the session cookie.',
    edits: [
      {
        file: AUTH,
        find: COOKIES,
        replace: `const sent: Record<string, unknown> = request?.cookies ?? {};
    const same = Object.keys(sent).find((name) => name.toLowerCase() === SESSION_NAME.toLowerCase());
    const cookies: Record<string, unknown> = same === undefined ? {} : { [SESSION_NAME]: sent[same] };`,
      },
    ],
    caughtBy: ['4.3'],
    reason: /should be null, but it is "/,
  },
  {
    task: 4,
    name: 'name-as-pattern',
    mistake: 'The name goes into a regular expression as it is: a `.` or a `$` in it means something else.',
    edits: [
      {
        file: AUTH,
        find: COOKIES,
        replace: `const pattern = new RegExp(\`(?:^|; *)\${SESSION_NAME} *=([^;]*)\`);
    if (request && !pattern.test(request.headers.cookie ?? '')) return null;
    ${COOKIES}`,
      },
    ],
    caughtBy: ['4.3'],
    reason: /With `SESSION_NAME=\w+\.\w+\$`/,
  },
];
