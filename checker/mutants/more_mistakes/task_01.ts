import type { Mistake } from '../mistake.ts';

const CHOICE = 'api/v1/auth/index.ts';
const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const LOOK_UP = 'const Kind = kinds.get(name);';
const REFUSAL = `throw new ConfigurationError(\`AUTH_TYPE is "\${name}", but must be one of: \${[...kinds.keys()].join(', ')}.\`);`;

export const moreOfTask01: Mistake[] = [
  {
    task: 1,
    name: 'no-child-of-auth',
    mistake: '`SessionAuth` does not extend `Auth`: it has copies of what it needs.',
    edits: [
      {
        file: SESSION_AUTH,
        find: 'export class SessionAuth extends Auth {',
        replace: `export class SessionAuth {
  requireAuth = Auth.prototype.requireAuth;
  authorizationHeader = Auth.prototype.authorizationHeader;
  sessionCookie = Auth.prototype.sessionCookie;
`,
      },
      { file: SESSION_AUTH, find: 'override async currentUser', replace: 'async currentUser' },
    ],
    caughtBy: ['1.1'],
    reason: /"extendsAuth":false/,
  },
  {
    task: 1,
    name: 'class-by-default-only',
    mistake: 'The class is exported as the default only, and not under its name.',
    edits: [
      { file: SESSION_AUTH, find: 'export class SessionAuth', replace: 'export default class SessionAuth' },
      ...[CHOICE, 'api/v1/auth/session_exp_auth.ts'].map((file) => ({
        file,
        find: `import { SessionAuth } from './session_auth.ts';`,
        replace: `import SessionAuth from './session_auth.ts';`,
      })),
      {
        file: 'api/v1/views/session_auth.ts',
        find: `import { SessionAuth } from '../auth/session_auth.ts';`,
        replace: `import SessionAuth from '../auth/session_auth.ts';`,
      },
    ],
    caughtBy: ['1.1'],
    reason: /`SessionAuth`, as `api\/v1\/auth\/session_auth\.ts` exports it/,
  },
  {
    task: 1,
    name: 'auth-type-under-wrong-name',
    mistake: 'The choice reads a variable of another name: there is no authentication at all.',
    edits: [{ file: CHOICE, find: 'process.env.AUTH_TYPE', replace: 'process.env.AUTHTYPE' }],
    caughtBy: ['1.2'],
    reason: /should be "a SessionAuth", but it is "null"/,
    security: true,
  },
  {
    task: 1,
    name: 'basic-asked-first',
    mistake: 'Basic credentials are good under `session_auth`, too: a `BasicAuth` is asked first.',
    edits: [
      {
        file: SESSION_AUTH,
        find: `import { Auth } from './auth.ts';`,
        replace: `import { BasicAuth } from './basic_auth.ts';`,
      },
      { file: SESSION_AUTH, find: 'class SessionAuth extends Auth', replace: 'class SessionAuth extends BasicAuth' },
      {
        file: SESSION_AUTH,
        find: 'const userId = await this.userIdForSessionId(this.sessionCookie(request));',
        replace: `const byPassword = await super.currentUser(request);
    if (byPassword) return byPassword;
    const userId = await this.userIdForSessionId(this.sessionCookie(request));`,
      },
    ],
    caughtBy: ['1.3'],
    reason: /should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 1,
    name: 'header-not-seen',
    mistake: '`SessionAuth` overrides `authorizationHeader` and finds no header: 401 in the place of 403.',
    edits: [
      {
        file: SESSION_AUTH,
        find: 'export class SessionAuth extends Auth {',
        replace: `export class SessionAuth extends Auth {
  override authorizationHeader(): string | null {
    return null;
  }
`,
      },
    ],
    caughtBy: ['1.3', '1.1'],
    reason: /should answer 403, but it answers 401/,
  },
  {
    task: 1,
    name: 'basic-replaced-in-table',
    mistake: 'The new class takes the place of `BasicAuth` in the table, too.',
    edits: [{ file: CHOICE, find: `['basic_auth', BasicAuth],`, replace: `['basic_auth', SessionAuth],` }],
    caughtBy: ['1.2'],
    reason: /with `AUTH_TYPE=basic_auth`,.*should be "a BasicAuth"/,
  },
  {
    task: 1,
    name: 'auth-replaced-in-table',
    mistake: 'The line for `auth` leads to `BasicAuth`: who should know nobody takes passwords.',
    edits: [{ file: CHOICE, find: `['auth', Auth],`, replace: `['auth', BasicAuth],` }],
    caughtBy: ['1.2'],
    reason: /with `AUTH_TYPE=auth`,.*should be "an Auth"/,
    security: true,
  },
  {
    task: 1,
    name: 'session-auth-by-default',
    mistake: 'Where `AUTH_TYPE` is not set, `session_auth` is in force.',
    edits: [
      {
        file: CHOICE,
        find: 'choose(process.env.AUTH_TYPE)',
        replace: `choose(process.env.AUTH_TYPE || 'session_auth')`,
      },
    ],
    caughtBy: ['1.2'],
    reason: /without `AUTH_TYPE`,.*should be "null"/,
  },
  {
    task: 1,
    name: 'unknown-is-no-auth',
    mistake: 'An unknown `AUTH_TYPE` counts as not set: a typing error opens the whole API.',
    edits: [{ file: CHOICE, find: REFUSAL, replace: 'return null;' }],
    caughtBy: ['1.2'],
    reason: /starts with `AUTH_TYPE=[^`]+`, which nobody knows/,
    security: true,
  },
  {
    task: 1,
    name: 'unknown-is-auth',
    mistake: 'An unknown `AUTH_TYPE` falls back to `Auth`, and nobody sees an error.',
    edits: [{ file: CHOICE, find: REFUSAL, replace: 'return new Auth();' }],
    caughtBy: ['1.2'],
    reason: /starts with `AUTH_TYPE=[^`]+`, which nobody knows/,
  },
  {
    task: 1,
    name: 'auth-type-by-beginning',
    mistake: 'A value that only begins like a known one chooses it.',
    edits: [
      {
        file: CHOICE,
        find: LOOK_UP,
        replace: 'const [, Kind] = [...kinds].reverse().find(([known]) => name.startsWith(known)) ?? [];',
      },
    ],
    caughtBy: ['1.2'],
    reason: /starts with `AUTH_TYPE=[^`]+`, which nobody knows/,
  },
  {
    task: 1,
    name: 'list-of-kinds-by-hand',
    mistake: 'The sentence about an unknown `AUTH_TYPE` has a list written by hand, without the new value.',
    edits: [{ file: CHOICE, find: `\${[...kinds.keys()].join(', ')}`, replace: 'auth, basic_auth' }],
    caughtBy: ['1.2'],
    reason: /should list the known ones/,
  },
  {
    task: 1,
    name: 'table-is-plain-object',
    mistake: 'The table is a plain object: `AUTH_TYPE=constructor` finds what every object inherits.',
    edits: [
      {
        file: CHOICE,
        find: LOOK_UP,
        replace: 'const Kind = (Object.fromEntries(kinds) as Record<string, new () => Auth>)[name];',
      },
    ],
    caughtBy: ['1.2'],
    reason: /starts with `AUTH_TYPE=[^`]+`, which nobody knows/,
  },
  {
    task: 1,
    name: 'excluded-in-any-case',
    mistake: 'Excluded paths are compared in small letters: `/Status` passes.',
    edits: [
      {
        file: 'api/v1/auth/auth.ts',
        find: 'const asked = withFinalSlash(path);',
        replace: 'const asked = withFinalSlash(path.toLowerCase());',
      },
    ],
    caughtBy: ['1.3'],
    reason: /GET \S*\/Status should answer 401, but it answers 404/,
    security: true,
  },
];
