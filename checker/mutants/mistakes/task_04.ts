import type { Edit, Mistake } from '../mistake.ts';

const AUTH = 'api/v1/auth/auth.ts';

/** Reads the raw header by hand, in the place of `request.cookies`. `pairs` are the texts between the semicolons. */
function byHand(code: string): Edit {
  const find = 'const cookies: Record<string, unknown> = request?.cookies ?? {};';
  const header = `const header = request?.headers.cookie ?? '';`;
  return { file: AUTH, find, replace: [header, code, find].join('\n    ') };
}

export const task04: Mistake[] = [
  {
    task: 4,
    name: 'cookie-name-built-in',
    mistake: "The cookie's name is built in.",
    edits: [
      {
        file: AUTH,
        find: `export const SESSION_NAME = process.env.SESSION_NAME || '_my_session_id';`,
        replace: `export const SESSION_NAME = '_my_session_id';`,
      },
    ],
    caughtBy: ['4.3'],
    reason: /SESSION_NAME/,
  },
  {
    task: 4,
    name: 'cookie-split-no-trim',
    mistake: 'The raw `Cookie` header is split by hand, and the space after a semicolon is left on the name.',
    edits: [
      byHand(`for (const pair of header.split(';')) {
      const end = pair.indexOf('=');
      if (end > 0 && pair.slice(0, end) === SESSION_NAME) return decodeURIComponent(pair.slice(end + 1));
    }
    return null;`),
    ],
    caughtBy: ['4.2'],
    reason: /Cookie: .*;.*but it is null/,
  },
  {
    task: 4,
    name: 'cookie-not-decoded',
    mistake: 'The raw `Cookie` header is split by hand, and the value is not decoded: it breaks on spaces.',
    edits: [
      byHand(`for (const pair of header.split('; ')) {
      const end = pair.indexOf('=');
      if (end > 0 && pair.slice(0, end) === SESSION_NAME) return pair.slice(end + 1);
    }
    return null;`),
    ],
    caughtBy: ['4.2'],
    reason: /but it is "[^"]*%\d/,
  },
  {
    task: 4,
    name: 'cookie-split-at-every-equals',
    mistake: 'The raw `Cookie` header is split by hand at every `=`: a value with an `=` in it is cut off.',
    edits: [
      byHand(`for (const pair of header.split(';')) {
      const [name = '', value = ''] = pair.split('=');
      if (name.trim() === SESSION_NAME) return decodeURIComponent(value.trim());
    }
    return null;`),
    ],
    caughtBy: ['4.2'],
    reason: /should be "[^"]*=[^"]*", but it is "[^"=]*"/,
  },
  {
    task: 4,
    name: 'cookie-by-beginning',
    mistake: 'The raw `Cookie` header is searched for a name that only begins like the wanted one.',
    edits: [
      byHand(`const pair = header.split('; ').find((text) => text.startsWith(SESSION_NAME));
    return pair ? decodeURIComponent(pair.slice(pair.indexOf('=') + 1)) : null;`),
    ],
    caughtBy: ['4.3', '4.2'],
    reason: /should be null, but it is "/,
  },
  {
    task: 4,
    name: 'cookie-object-handed-on',
    mistake: 'An object (`j:{"a":1}`) is handed on as the session id.',
    edits: [
      {
        file: AUTH,
        find: `return typeof value === 'string' ? value : null;`,
        replace: 'return (value as string | undefined) ?? null;',
      },
    ],
    caughtBy: ['4.4'],
    reason: /object|j:/,
  },
];
