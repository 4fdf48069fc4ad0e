import type { Mistake } from '../mistake.ts';

const APP = 'api/v1/app.ts';
const USERS = 'api/v1/views/users.ts';
const NO_CURRENT_USER = `if (!request.currentUser) return sendError(response, 404, 'Not found');`;

export const task00: Mistake[] = [
  {
    task: 0,
    name: 'current-user-before-guard',
    mistake: 'The current user is asked for before the test for "no auth at all": every path is 500 without AUTH_TYPE.',
    edits: [
      {
        file: APP,
        find: 'request.currentUser = null;',
        replace: 'request.currentUser = await auth!.currentUser(request);',
      },
    ],
    caughtBy: ['0.3'],
    reason: /answers 500/,
  },
  {
    task: 0,
    name: 'current-user-never-set',
    mistake: 'The current user is never put on the request.',
    edits: [
      {
        file: APP,
        find: 'request.currentUser = await auth.currentUser(request);',
        replace: 'const user = await auth.currentUser(request);',
      },
      { file: APP, find: 'if (request.currentUser === null)', replace: 'if (user === null)' },
    ],
    caughtBy: ['0.1'],
    reason: /`request\.currentUser`.*null/s,
  },
  {
    task: 0,
    name: 'put-takes-me',
    mistake: '`PUT /users/me` changes the current user.',
    edits: [
      {
        file: USERS,
        find: `async function change(request: RequestWithId, response: Response): Promise<void> {
  const user = await User.get(request.params.id);`,
        replace: `async function change(request: RequestWithId, response: Response): Promise<void> {
  const user = request.params.id === 'me' ? request.currentUser : await User.get(request.params.id);`,
      },
    ],
    caughtBy: ['0.4'],
    reason: /PUT \S*\/users\/me should answer 404, but it answers 200/,
  },
  {
    task: 0,
    name: 'delete-takes-me',
    mistake: '`DELETE /users/me` deletes the current user.',
    edits: [
      {
        file: USERS,
        find: `async function remove(request: RequestWithId, response: Response): Promise<void> {
  const user = await User.get(request.params.id);`,
        replace: `async function remove(request: RequestWithId, response: Response): Promise<void> {
  const user = request.params.id === 'me' ? request.currentUser : await User.get(request.params.id);`,
      },
    ],
    caughtBy: ['0.4'],
    reason: /DELETE \S*\/users\/me should answer 404, but it answers 200/,
  },
  {
    task: 0,
    name: 'every-id-is-me',
    mistake: 'Ordinary ids are broken while `me` is added: whoever asks gets the own user.',
    edits: [
      {
        file: USERS,
        find: `async function show(request: RequestWithId, response: Response): Promise<void> {
  const user = await User.get(request.params.id);`,
        replace: `async function show(request: RequestWithId, response: Response): Promise<void> {
  const user = request.currentUser ?? (await User.get(request.params.id));`,
      },
    ],
    caughtBy: ['0.4'],
    reason: /GET \S*\/users\/\S+ (?:answers 200, but its JSON body|should answer 404, but it answers 200)/,
  },
  {
    task: 0,
    name: 'me-without-user-is-null',
    mistake: 'Without a current user, `me` answers 200 with `null`.',
    edits: [
      { file: USERS, find: NO_CURRENT_USER, replace: '' },
      {
        file: USERS,
        find: 'response.json(request.currentUser.toJson());',
        replace: 'response.json(request.currentUser?.toJson() ?? null);',
      },
    ],
    caughtBy: ['0.3'],
    reason: /should answer 404, but it answers 200/,
  },
  {
    task: 0,
    name: 'me-without-user-is-400',
    mistake: 'Without a current user, `me` answers 400.',
    edits: [
      {
        file: USERS,
        find: NO_CURRENT_USER,
        replace: `if (!request.currentUser) return sendError(response, 400, 'Bad request');`,
      },
    ],
    caughtBy: ['0.3'],
    reason: /should answer 404, but it answers 400/,
  },
  {
    task: 0,
    name: 'me-without-user-is-401',
    mistake: 'Without a current user, `me` answers 401.',
    edits: [
      {
        file: USERS,
        find: NO_CURRENT_USER,
        replace: `if (!request.currentUser) return sendError(response, 401, 'Unauthorized');`,
      },
    ],
    caughtBy: ['0.3'],
    reason: /should answer 404, but it answers 401/,
  },
  {
    task: 0,
    name: 'user-json-with-hash',
    mistake: "The user's JSON carries the password hash.",
    edits: [
      {
        file: 'models/user.ts',
        find: 'last_name: this.lastName,',
        replace: 'last_name: this.lastName, password_hash: this.passwordHash,',
      },
    ],
    caughtBy: ['0.5'],
    reason: /password_hash|carries the password of a user, or its hash/,
    security: true,
  },
];
