import type { HalfRight } from './half_right.ts';

export const task00: HalfRight[] = [
  {
    name: 'me-of-nobody-is-401',
    base: 'me-by-param',
    leftOut: '0.3',
    mistake: '`me` without a current user is 401.',
    edits: [
      {
        file: 'api/v1/views/users.ts',
        find: "else next('router');",
        replace: "else sendError(response, 401, 'Unauthorized');",
      },
    ],
    failed: '0.3 5.4d',
    blocked: '',
  },
  {
    name: 'put-knows-me',
    base: 'current-user-on-prototype',
    leftOut: '0.4',
    mistake: '`PUT` takes `me` for the current user.',
    edits: [
      {
        file: 'api/v1/views/users.ts',
        find: `    const user = await User.get(request.params.id);
    const given`,
        replace: `    const { id } = request.params;
    const user = id === 'me' ? (request.currentUser ?? null) : await User.get(id);
    const given`,
      },
    ],
    failed: '0.4b',
    blocked: '',
  },
  {
    name: 'me-in-any-case',
    base: null,
    leftOut: '0.4',
    mistake: '`Me` is taken for `me`.',
    edits: [
      {
        file: 'api/v1/views/users.ts',
        find: 'async function show(request: RequestWithId, response: Response): Promise<void> {',
        replace: `async function show(request: RequestWithId, response: Response): Promise<void> {
  if (request.params.id.toLowerCase() === 'me') return showCurrent(request as Request<never>, response);`,
      },
    ],
    failed: '0.4',
    blocked: '',
  },
  {
    name: 'user-only-in-a-variable',
    base: 'filter-class',
    leftOut: '0.1',
    mistake: 'The filter finds the current user, and does not put it on the request.',
    edits: [
      {
        file: 'api/v1/middleware/doorkeeper.ts',
        find: `    request.currentUser = await auth!.currentUser(request);
    return request.currentUser === null`,
        replace: `    const user = await auth!.currentUser(request);
    return user === null`,
      },
    ],
    failed:
      '0.1 0.1b 0.1c 0.1d 0.2 0.2b 0.2c 0.2d 0.2e 0.2f 0.4 0.4b 0.4c 0.5 5.4b 5.5 6.3 6.3b 6.3c 6.3d 6.3e 6.2 6.2b 7.6c 7.9 7.9b 8.4 8.4c 8.5 8.5b 8.6b 8.2d 9.4c 9.5 9.5b 9.6d 10.3b 10.4g 10.5d 10.3e',
    blocked: '',
  },
];
