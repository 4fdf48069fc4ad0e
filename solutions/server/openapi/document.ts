import { SESSION_NAME } from '../../api/v1/auth/auth.ts';
import { auth } from '../../api/v1/auth/index.ts';
import { SessionAuth } from '../../api/v1/auth/session_auth.ts';
import { paths } from './paths.ts';
import { schemas } from './schemas.ts';

/** The API as an OpenAPI 3.1 document. A test calls every operation and holds every answer against it. */
export const document = {
  openapi: '3.1.1',
  info: {
    title: 'Session authentication API',
    version: '1.0.0',
    description: 'Users, and sessions in a cookie. A path that exists answers 405 to a method that it does not know.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'This server' }],
  tags: [
    { name: 'session', description: 'Log in, log out' },
    { name: 'users', description: 'Who can log in' },
    { name: 'status', description: 'How the API is doing' },
  ],
  ...(auth && { security: [{ credentials: [] }] }),
  paths,
  components: {
    schemas,
    securitySchemes: {
      credentials:
        auth instanceof SessionAuth
          ? { type: 'apiKey', in: 'cookie', name: SESSION_NAME, description: 'The session id that a log-in gives.' }
          : { type: 'http', scheme: 'basic', description: 'E-mail and password with each request.' },
    },
  },
};
