import express, { type Express, type Response, Router } from 'express';
import { app as api } from '../api/v1/app.ts';
import { auth } from '../api/v1/auth/index.ts';
import { SessionAuth } from '../api/v1/auth/session_auth.ts';
import { cors } from '../api/v1/cors.ts';
import { errorHandler, sendError } from '../api/v1/errors.ts';
import { createPages } from '../web/pages.ts';
import { apiDescription } from './api_description.ts';
import type { Configuration } from './configuration.ts';
import { honestFailures } from './faults.ts';
import { refuseForeignNavigation } from './foreign_forms.ts';
import { health } from './health.ts';
import { type Limits, limitLogin, limitRegistration } from './rate_limits.ts';
import { requestContext } from './request_context.ts';
import { securityHeaders, strictTransport } from './security_headers.ts';
import { logged } from './security_log.ts';

/** The finished server: the API as the course has built it, with everything around it that the internet asks for. */
export function createApp(configuration: Configuration, limits: Limits, isStopping: () => boolean): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  // The API inherits it: it decides whether `request.secure` and `request.ip` believe a proxy.
  app.set('trust proxy', configuration.trustProxy);

  app.use(requestContext);
  app.use(securityHeaders, strictTransport);
  app.use((_request, response, next) => {
    if (isStopping()) response.setHeader('Connection', 'close');
    next();
  });
  app.get('/health', health(isStopping));
  app.use(apiDescription);
  app.use(honestFailures);
  if (auth instanceof SessionAuth) app.use(createPages(auth, limits));
  // The API does so too, but a refusal on the way to it must be readable as well.
  app.use('/api/v1', cors, refuseForeignNavigation, guards(limits));
  app.use(api);
  app.use(errorHandler);
  return app;
}

/** What stands before single routes of the API: limits, and lines in the log. */
function guards(limits: Limits): Router {
  const router = Router({ caseSensitive: true });
  // The account is in the body. The parsers of the API find it read already, and leave it.
  const body = [express.json({ limit: '100kb' }), express.urlencoded({ extended: false, limit: '100kb' })];
  const refuse = (_request: unknown, response: Response) => sendError(response, 429, 'Too many requests');

  router.post('/auth_session/login', body, logged('login'), limitLogin(limits, refuse));
  router.delete('/auth_session/logout', logged('logout'));
  router.post('/users', logged('registration'), limitRegistration(limits, refuse));
  return router;
}
