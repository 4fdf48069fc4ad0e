import type { HalfRight } from './half_right.ts';

export const task06: HalfRight[] = [
  {
    name: 'user-out-of-nothing',
    base: 'map-subclass',
    leftOut: '6.2',
    mistake: 'The session of a deleted user gives a user that is not stored.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: 'id !== null ? await User.get(id) : null',
        replace: 'id !== null ? ((await User.get(id)) ?? new User({ id })) : null',
      },
    ],
    failed: '6.2 6.2b',
    blocked: '',
  },
  {
    name: 'map-asked-directly',
    base: 'uppercase-ids',
    leftOut: '6.4',
    mistake: '`currentUser` asks the map, and not `userIdForSessionId`.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `      const userId = await this.userIdForSessionId(sessionId);
      if (userId !== null) {`,
        replace: `      const userId = this.userIdBySessionId.get(sessionId);
      if (userId !== undefined) {`,
      },
    ],
    failed: '6.4b 6.4c 9.5 9.5b 10.3b 10.4g 10.5d 10.3e 10.4h',
    blocked: '',
  },
  {
    name: 'session-id-in-a-header',
    base: 'abstract-bases',
    leftOut: '6.2',
    mistake: 'A session id in the `Authorization` header opens the API, too.',
    edits: [
      {
        file: 'api/v1/auth/session_auth.ts',
        find: `    const sessionId = this.sessionCookie(request);
    const userId`,
        replace: `    const sessionId = this.sessionCookie(request) ?? request?.get('authorization')?.split(' ').at(-1);
    const userId`,
      },
    ],
    failed: '6.2g',
    blocked: '',
  },
];
