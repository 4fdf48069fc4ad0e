import type { Edit } from '../mutants/mistake.ts';

/** A slip as anybody makes one, all else being right: it shows whether the scale of points is fair. */
export type Slip = {
  /** The task in which it is. */
  task: number;
  what: string;
  edits: readonly Edit[];
  /** It opens an account to others. */
  security?: true;
};

const APP = 'api/v1/app.ts';
const AUTH = 'api/v1/auth/auth.ts';
const SESSION_AUTH = 'api/v1/auth/session_auth.ts';
const LOGIN = 'api/v1/views/session_auth.ts';
const USERS = 'api/v1/views/users.ts';

const edit = (file: string, find: string, replace: string): Edit => ({ file, find, replace });

export const slips: readonly Slip[] = [
  {
    task: 4,
    what: 'a fixed cookie name',
    edits: [edit(AUTH, `process.env.SESSION_NAME || '_my_session_id'`, `'_my_session_id'`)],
  },
  {
    task: 4,
    what: '`sessionCookie` returns `undefined`, not `null`',
    edits: [
      edit(
        AUTH,
        'if (!Object.hasOwn(cookies, SESSION_NAME)) return null;',
        'if (!Object.hasOwn(cookies, SESSION_NAME)) return undefined as never;',
      ),
    ],
  },
  {
    task: 5,
    what: '403 before 401',
    edits: [
      edit(
        APP,
        `if (!hasCredentials) return sendError(response, 401, 'Unauthorized');`,
        `if (!hasCredentials) return sendError(response, 403, 'Forbidden');`,
      ),
    ],
  },
  {
    task: 0,
    what: '`request.currentUser` never set',
    edits: [
      edit(
        APP,
        'request.currentUser = await auth.currentUser(request);',
        'const user = await auth.currentUser(request);',
      ),
      edit(APP, 'if (request.currentUser === null)', 'if (user === null)'),
    ],
  },
  {
    task: 7,
    what: "a typing error in the login's route",
    edits: [edit(LOGIN, `'/auth_session/login'`, `'/auth_session/logn'`)],
  },
  {
    task: 3,
    what: 'an unknown session ID throws',
    edits: [
      edit(
        SESSION_AUTH,
        'return this.userIdBySessionId.get(sessionId) ?? null;',
        `const userId = this.userIdBySessionId.get(sessionId);
    if (userId === undefined) throw new Error('unknown session');
    return userId;`,
      ),
    ],
  },
  {
    task: 6,
    what: '`currentUser` always `null`',
    edits: [edit(SESSION_AUTH, 'return User.get(userId);', 'return null;')],
  },
  {
    task: 0,
    what: 'the `me` route left out',
    edits: [edit(USERS, `users.get('/users/me', showCurrent);`, 'void showCurrent;')],
  },
  {
    task: 0,
    what: '`me` without a user is 400',
    edits: [
      edit(
        USERS,
        `if (!request.currentUser) return sendError(response, 404, 'Not found');`,
        `if (!request.currentUser) return sendError(response, 400, 'Not found');`,
      ),
    ],
  },
  {
    task: 6,
    what: '`currentUser` without a cookie throws',
    edits: [
      edit(
        SESSION_AUTH,
        'const userId = await this.userIdForSessionId(this.sessionCookie(request));',
        `const sessionId = this.sessionCookie(request);
    if (sessionId === null) throw new Error('no cookie');
    const userId = await this.userIdForSessionId(sessionId);`,
      ),
    ],
  },
  {
    task: 7,
    what: 'the login answers 201',
    edits: [edit(LOGIN, 'response.json(user.toJson());', 'response.status(201).json(user.toJson());')],
  },
  {
    task: 0,
    what: '`PUT` answers 204',
    edits: [
      edit(
        USERS,
        'await user.save();\n  response.json(user.toJson());',
        'await user.save();\n  response.status(204).end();',
      ),
    ],
  },
  {
    task: 2,
    what: 'session IDs from a counter',
    edits: [
      edit(SESSION_AUTH, 'export class SessionAuth', 'let counter = 0;\n\nexport class SessionAuth'),
      edit(
        SESSION_AUTH,
        'const sessionId = randomUUID();',
        "const sessionId: string = '00000000-0000-4000-8000-' + (counter += 1).toString(16).padStart(12, '0');",
      ),
    ],
    security: true,
  },
];
