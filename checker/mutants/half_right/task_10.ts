import type { HalfRight } from './half_right.ts';

export const task10: HalfRight[] = [
  {
    name: 'sessions-are-not-saved',
    base: 'temporal',
    leftOut: '10.2',
    mistake: 'The stored session is made, and never saved.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: 'await new UserSession({ sessionId, userId }).save();',
        replace: 'new UserSession({ sessionId, userId });',
      },
    ],
    failed:
      '10.2b 10.2c 10.2d 10.3 10.3c 10.3d 10.4 10.4b 10.4c 10.4d 10.4e 10.4f 10.4g 10.5 10.5b 10.5c 10.5d 10.5e 10.5f 10.3e 10.4h 10.5g 10.5h',
    blocked: '',
  },
  {
    name: 'row-outlives-logout',
    base: 'stored-after-super',
    leftOut: '10.4',
    mistake: 'The logout leaves the stored session.',
    edits: [{ file: 'api/v1/auth/session_db_auth.ts', find: 'return userSession.remove();', replace: 'return true;' }],
    failed: '10.4 10.4b 10.4c 10.4d 10.4f 10.4g 10.4h',
    blocked: '',
  },
  {
    name: 'stored-for-ever',
    base: 'declared-fields',
    leftOut: '10.5',
    mistake: 'A stored session never ends.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: 'rows.find((row) => this.isYoung(row))?.userId',
        replace: 'rows[0]?.userId',
      },
    ],
    failed: '10.5c 10.5d 10.5e 10.5f 10.5h 10.5i',
    blocked: '',
  },
  {
    name: 'rows-for-bad-user-ids',
    base: 'reexports',
    leftOut: '10.2',
    mistake: 'A session is stored for a user id that is not a string.',
    edits: [
      {
        file: 'src/sessions.ts',
        find: `    if (typeof userId !== 'string') return null;
    const session = new UserSession(userId, v4());`,
        replace: `    if (userId === undefined || userId === null) return null;
    const session = new UserSession(String(userId), v4());`,
      },
    ],
    failed: '10.2e',
    blocked: '',
  },
  {
    name: 'answers-are-remembered',
    base: 'events-and-storage',
    leftOut: '10.3',
    mistake: 'What the database said once about a session is remembered.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: 'return question.finally(() => this.#underWay.delete(sessionId));',
        replace: 'return question;',
      },
    ],
    failed: '10.3b 10.3c 10.4d 10.4g 10.5c 10.5d 10.5f 10.4h 10.5h',
    blocked: '',
  },
  {
    name: 'local-time',
    base: 'windows-editor',
    leftOut: '10.5',
    mistake: 'The stored time is read as local time.',
    edits: [
      {
        file: 'api/v1/auth/session_db_auth.ts',
        find: 'sitzung.createdAt.getTime()',
        replace: 'Date.parse(sitzung.createdAt.toISOString().slice(0, -1))',
      },
    ],
    failed: '10.5h',
    blocked: '',
  },
  {
    name: 'stored-seconds-too-short',
    base: 'whole-numbers',
    leftOut: '10.5',
    mistake: 'A stored session ends one moment too early.',
    edits: [{ file: 'api/v1/auth/session_db_auth.ts', find: 'new Date() <= end', replace: 'new Date() < end' }],
    failed: '10.5b 10.5e 10.5f 10.5h 10.5i',
    blocked: '',
  },
];
