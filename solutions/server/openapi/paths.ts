import { answer, body, guarded, limited, listOf, missing, type ResponseObject, unreadable } from './responses.ts';

/** An operation as OpenAPI describes one. */
export type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: object[];
  parameters?: object[];
  requestBody?: object;
  responses: Record<string, ResponseObject>;
};

const open: { security: object[] } = { security: [] };
const id = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string' },
  description: 'The id of a user.',
};

/** All routes of the API. Each answers with and without a final slash, and `HEAD` where it answers `GET`. */
export const paths: Record<string, Record<string, Operation>> = {
  '/api/v1/status': {
    get: {
      operationId: 'getStatus',
      tags: ['status'],
      summary: 'Whether the API is running',
      ...open,
      responses: { 200: answer('It is.', 'Status') },
    },
  },
  '/api/v1/stats': {
    get: {
      operationId: 'getStats',
      tags: ['status'],
      summary: 'The number of users',
      responses: { 200: answer('How many there are.', 'Stats'), ...guarded },
    },
  },
  '/api/v1/unauthorized': {
    get: {
      operationId: 'getUnauthorized',
      tags: ['status'],
      summary: 'What a 401 looks like',
      ...open,
      responses: { 401: answer('Always.', 'Error') },
    },
  },
  '/api/v1/forbidden': {
    get: {
      operationId: 'getForbidden',
      tags: ['status'],
      summary: 'What a 403 looks like',
      ...open,
      responses: { 403: answer('Always.', 'Error') },
    },
  },
  '/api/v1/users': {
    get: {
      operationId: 'listUsers',
      tags: ['users'],
      summary: 'All users, oldest first',
      responses: { 200: listOf('The users.', 'User'), ...guarded },
    },
    post: {
      operationId: 'createUser',
      tags: ['users'],
      summary: 'Makes a user',
      requestBody: body('application/json', 'NewUser'),
      responses: { 201: answer('The new user.', 'User'), ...unreadable, ...guarded, ...limited },
    },
  },
  '/api/v1/users/me': {
    get: {
      operationId: 'getCurrentUser',
      tags: ['users'],
      summary: 'The user who asks',
      responses: { 200: answer('The user.', 'User'), ...guarded },
    },
  },
  '/api/v1/users/{id}': {
    get: {
      operationId: 'getUser',
      tags: ['users'],
      summary: 'One user',
      parameters: [id],
      responses: { 200: answer('The user.', 'User'), ...guarded, ...missing },
    },
    put: {
      operationId: 'changeUser',
      tags: ['users'],
      summary: 'Changes the names of a user',
      parameters: [id],
      requestBody: body('application/json', 'Names'),
      responses: { 200: answer('The changed user.', 'User'), ...unreadable, ...guarded, ...missing },
    },
    delete: {
      operationId: 'deleteUser',
      tags: ['users'],
      summary: 'Deletes a user',
      parameters: [id],
      responses: { 200: answer('The user is gone.', 'Nothing'), ...guarded, ...missing },
    },
  },
  '/api/v1/auth_session/login': {
    post: {
      operationId: 'logIn',
      tags: ['session'],
      summary: 'Starts a session',
      description: 'The session id comes in a cookie. Each log-in makes a new one.',
      ...open,
      requestBody: body('application/x-www-form-urlencoded', 'Credentials'),
      responses: {
        200: {
          ...answer('The user who is logged in now.', 'User'),
          headers: { 'Set-Cookie': { schema: { type: 'string' }, description: 'The session cookie.' } },
        },
        ...unreadable,
        401: answer('The password is wrong.', 'Error'),
        404: answer('No user has this e-mail.', 'Error'),
        ...limited,
      },
    },
  },
  '/api/v1/auth_session/logout': {
    delete: {
      operationId: 'logOut',
      tags: ['session'],
      summary: 'Ends the session of the cookie',
      responses: { 200: answer('The session is gone.', 'Nothing'), ...guarded },
    },
  },
};
