// Data, one entry for each mistake: that is why this file is longer than others.
import type { Mistake } from '../mistake.ts';

const APP = 'api/v1/app.ts';
const USERS = 'api/v1/views/users.ts';
const NOBODY_YET = 'request.currentUser = null;';
const ASK = 'request.currentUser = await auth.currentUser(request);';
const NO_CURRENT_USER = `if (!request.currentUser) return sendError(response, 404, 'Not found');`;
const SEND_CURRENT = 'response.json(request.currentUser.toJson());';
const ME_ROUTE = `users.get('/users/me', showCurrent);\n`;
const SHOW = `async function show(request: RequestWithId, response: Response): Promise<void> {
  const user = await User.get(request.params.id);`;

export const moreOfTask00: Mistake[] = [
  {
    task: 0,
    name: 'current-user-not-awaited',
    mistake: 'The current user is not awaited: the promise counts as a user, and everybody passes.',
    edits: [
      { file: APP, find: ASK, replace: 'request.currentUser = auth.currentUser(request) as never;' },
      { file: USERS, find: SEND_CURRENT, replace: 'response.json((await request.currentUser).toJson());' },
    ],
    caughtBy: ['0.1'],
    reason: /a promise that nobody waited for/,
    security: true,
  },
  {
    task: 0,
    name: 'current-user-shared',
    mistake: 'The current user is put on the prototype of all requests: each request has the user of the latest one.',
    edits: [
      { file: APP, find: NOBODY_YET, replace: 'app.request.currentUser = null;' },
      { file: APP, find: ASK, replace: 'app.request.currentUser = await auth.currentUser(request);' },
    ],
    caughtBy: ['0.1'],
    reason: /`request\.currentUser` should be the user \S+, but it is/,
    security: true,
  },
  {
    task: 0,
    name: 'first-user-for-all',
    mistake: 'The first user who comes is remembered by the filter, and stands for everybody after that.',
    edits: [
      {
        file: APP,
        find: 'async function beforeRequest(',
        replace: `let known: Request['currentUser'] = null;\n\nasync function beforeRequest(`,
      },
      { file: APP, find: ASK, replace: 'known ??= await auth.currentUser(request);\n  request.currentUser = known;' },
    ],
    caughtBy: ['0.1', '0.2'],
    reason: /`request\.currentUser` should be the user \S+, but it is the user|should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 0,
    name: 'current-user-for-get-only',
    mistake: 'The current user is put on the request for `GET` only.',
    edits: [
      { file: APP, find: ASK, replace: 'const user = await auth.currentUser(request);' },
      {
        file: APP,
        find: 'if (request.currentUser === null)',
        replace: `if (request.method === 'GET' || request.method === 'HEAD') request.currentUser = user;\n  if (user === null)`,
      },
    ],
    caughtBy: ['0.1'],
    reason: /`request\.currentUser` for PUT/,
  },
  {
    task: 0,
    name: 'current-user-as-json',
    mistake: 'The JSON of the current user is put on the request, and not the `User`.',
    edits: [
      {
        file: APP,
        find: ASK,
        replace: 'request.currentUser = (await auth.currentUser(request))?.toJson() as never ?? null;',
      },
      { file: USERS, find: SEND_CURRENT, replace: 'response.json(request.currentUser);' },
    ],
    caughtBy: ['0.1'],
    reason: /should be the user \S+, but it is \{"no User, but"/,
  },
  {
    task: 0,
    name: 'put-changes-e-mail',
    mistake: 'While `me` was added, `PUT` learned to change the e-mail, too: anybody takes over any account.',
    edits: [
      {
        file: USERS,
        find: 'user.firstName = body.first_name ?? user.firstName;',
        replace: `if (isFilled(body.email)) user.email = body.email;\n  user.firstName = body.first_name ?? user.firstName;`,
      },
    ],
    caughtBy: ['0.4'],
    reason: /The e-mail after a change of the names/,
    security: true,
  },
  {
    task: 0,
    name: 'put-changes-password',
    mistake: 'While `me` was added, `PUT` learned to change the password, too: anybody takes over any account.',
    edits: [
      {
        file: USERS,
        find: 'user.firstName = body.first_name ?? user.firstName;',
        replace: `if (isFilled(body.password)) await user.setPassword(body.password);\n  user.firstName = body.first_name ?? user.firstName;`,
      },
    ],
    caughtBy: ['0.4'],
    reason: /\/stats should answer 403, but it answers 200/,
    security: true,
  },
  {
    task: 0,
    name: 'filter-behind-body-parsers',
    mistake: 'The filter stands behind the body parsers: a body is read before anybody is let in.',
    edits: [
      { file: APP, find: `app.use('/api/v1', beforeRequest);\n`, replace: '' },
      {
        file: APP,
        find: `app.use('/api/v1', views);`,
        replace: `app.use('/api/v1', beforeRequest);\napp.use('/api/v1', views);`,
      },
    ],
    caughtBy: ['0.1'],
    reason: /should answer 401, but it answers 400/,
  },
  {
    task: 0,
    name: 'me-behind-id',
    mistake: 'The route for `me` stands behind the one for `:id`, which takes `me` for an id.',
    edits: [
      { file: USERS, find: ME_ROUTE, replace: '' },
      {
        file: USERS,
        find: 'async function list(',
        replace: `${ME_ROUTE}\nasync function list(`,
      },
    ],
    caughtBy: ['0.2'],
    reason: /GET \S*\/users\/me should answer 200, but it answers 404/,
  },
  {
    task: 0,
    name: 'me-is-whole-object',
    mistake: 'The `User` itself is sent for `me`, hash and all, and not its JSON.',
    edits: [{ file: USERS, find: SEND_CURRENT, replace: 'response.json(request.currentUser);' }],
    caughtBy: ['0.2', '0.5'],
    reason: /passwordHash/,
    security: true,
  },
  {
    task: 0,
    name: 'list-with-hashes',
    mistake: 'The list of users carries the password hashes.',
    edits: [
      {
        file: USERS,
        find: 'all.map((user) => user.toJson())',
        replace: 'all.map((user) => ({ ...user.toJson(), password: user.passwordHash }))',
      },
    ],
    caughtBy: ['0.5'],
    reason: /GET \/api\/v1\/users carries the password of a user, or its hash/,
    security: true,
  },
  {
    task: 0,
    name: 'password-sent-back',
    mistake: 'Who registers gets the password back in the answer.',
    edits: [
      {
        file: USERS,
        find: 'response.status(201).json(user.toJson());',
        replace: 'response.status(201).json({ ...user.toJson(), password: body.password });',
      },
    ],
    caughtBy: ['0.5'],
    reason: /POST \/api\/v1\/users carries the password of a user, or its hash/,
    security: true,
  },
  {
    task: 0,
    name: 'password-in-refusal',
    mistake: 'An e-mail that is taken is refused with all that the client sent, password and all.',
    edits: [
      {
        file: USERS,
        find: `if (error instanceof DuplicateError) return sendError(response, 400, 'email already registered');`,
        replace: `if (error instanceof DuplicateError) {
      response.status(400).json({ error: 'email already registered', sent: body });
      return;
    }`,
      },
    ],
    caughtBy: ['0.5'],
    reason: /POST \/api\/v1\/users carries the password of a user, or its hash/,
    security: true,
  },
  {
    task: 0,
    name: 'me-in-any-case',
    mistake: '`Me` and `ME` are `me`, too.',
    edits: [
      { file: USERS, find: ME_ROUTE, replace: '' },
      {
        file: USERS,
        find: SHOW,
        replace: `async function show(request: RequestWithId, response: Response): Promise<void> {
  if (request.params.id.toLowerCase() === 'me') return showCurrent(request as never, response);
  const user = await User.get(request.params.id);`,
      },
    ],
    caughtBy: ['0.4'],
    reason: /GET \S*\/users\/(?:Me|ME|mE) should answer 404, but it answers 200/,
  },
  {
    task: 0,
    name: 'me-by-beginning',
    mistake: 'Every id that begins with `me` is `me`.',
    edits: [{ file: USERS, find: `users.get('/users/me',`, replace: `users.get('/users/me{*rest}',` }],
    caughtBy: ['0.4'],
    reason: /GET \S*\/users\/mee should answer 404, but it answers 200/,
  },
  {
    task: 0,
    name: 'me-asks-basic-itself',
    mistake: 'The route for `me` asks a `BasicAuth` of its own, also where authentication is switched off.',
    edits: [
      {
        file: USERS,
        find: `import { isFilled, jsonObject } from '../body.ts';`,
        replace: `import { BasicAuth } from '../auth/basic_auth.ts';\nimport { isFilled, jsonObject } from '../body.ts';`,
      },
      {
        file: USERS,
        find: NO_CURRENT_USER,
        replace: `const user = await new BasicAuth().currentUser(request);
  if (!user) return sendError(response, 404, 'Not found');`,
      },
      { file: USERS, find: SEND_CURRENT, replace: 'response.json(user.toJson());' },
    ],
    caughtBy: ['0.3'],
    reason: /should answer 404, but it answers 200/,
  },
  {
    task: 0,
    name: 'pages-read-with-cookies',
    mistake: 'Every answer says that pages of other origins may read it with cookies.',
    edits: [
      {
        file: 'api/v1/cors.ts',
        find: `response.setHeader('Access-Control-Allow-Origin', '*');`,
        replace: `response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');`,
      },
    ],
    caughtBy: ['0.4'],
    reason: /The header Access-Control-Allow-Credentials of the answer/,
    security: true,
  },
  {
    task: 0,
    name: 'me-without-user-is-first',
    mistake: 'Without a current user, `me` answers the first user that there is.',
    edits: [
      {
        file: USERS,
        find: NO_CURRENT_USER,
        replace: `const user = request.currentUser ?? (await User.all())[0];
  if (!user) return sendError(response, 404, 'Not found');`,
      },
      { file: USERS, find: SEND_CURRENT, replace: 'response.json(user.toJson());' },
    ],
    caughtBy: ['0.3'],
    reason: /should answer 404, but it answers 200/,
    security: true,
  },
];
