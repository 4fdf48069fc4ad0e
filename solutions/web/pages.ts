import { join } from 'node:path';
import cookieParser from 'cookie-parser';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { SessionAuth } from '../api/v1/auth/session_auth.ts';
import { methodNotAllowed } from '../api/v1/errors.ts';
import { refuseForeignForms } from '../server/foreign_forms.ts';
import { log } from '../server/log.ts';
import { type Limits, limitLogin, limitRegistration } from '../server/rate_limits.ts';
import { sessionTag } from '../server/security_log.ts';
import { errorPage } from './error_page.ts';
import { tooManyAttempts } from './forms.ts';
import { login, prepareLogin, showLogin } from './login.ts';
import { register, showRegister } from './register.ts';
import { render } from './render.ts';
import { logOut } from './session_cookie.ts';

const ONE_HOUR_MS = 60 * 60 * 1000;

/** The pages for a browser. They work without scripts, and share users and sessions with the API. */
export function createPages(auth: SessionAuth, limits: Limits): Router {
  const router = Router({ caseSensitive: true });
  const identify: RequestHandler[] = [
    cookieParser(),
    async (request, _response, next) => {
      request.currentUser = await auth.currentUser(request);
      next();
    },
  ];
  const form: RequestHandler[] = [
    refuseForeignForms,
    cookieParser(),
    express.urlencoded({ extended: false, limit: '20kb' }),
  ];
  const readOnly = methodNotAllowed('GET', 'HEAD');
  const readAndSend = methodNotAllowed('GET', 'HEAD', 'POST');
  void prepareLogin().catch(() => {});

  router
    .route('/')
    .get(identify, (request: Request, response: Response) => {
      response.setHeader('Cache-Control', 'no-store');
      response.redirect(303, request.currentUser ? '/protected' : '/login');
    })
    .all(readOnly);
  router
    .route('/login')
    .get(identify, onlyStrangers, (request: Request, response: Response) => showLogin(request, response))
    .post(form, limitLogin(limits, waitFor(showLogin)), login(auth))
    .all(readAndSend);
  router
    .route('/register')
    .get(identify, onlyStrangers, (request: Request, response: Response) => showRegister(request, response))
    .post(form, limitRegistration(limits, waitFor(showRegister)), register(auth))
    .all(readAndSend);
  router.route('/protected').get(identify, showProtected).all(readOnly);
  router
    .route('/logout')
    .post(form, async (request: Request, response: Response) => {
      const session = sessionTag(request);
      if (await logOut(auth, request, response)) log.info({ event: 'logout', session });
      response.redirect(303, '/login');
    })
    .all(methodNotAllowed('POST'));
  router.get('/style.css', (_request, response) => {
    response.sendFile(join(import.meta.dirname, 'style.css'), { maxAge: ONE_HOUR_MS });
  });
  router.use(errorPage);
  return router;
}

/** Whoever is logged in has no use for the forms. */
const onlyStrangers: RequestHandler = (request, response, next) => {
  if (!request.currentUser) return next();
  response.setHeader('Cache-Control', 'no-store');
  response.redirect(303, '/protected');
};

function showProtected(request: Request, response: Response): void {
  const user = request.currentUser;
  response.setHeader('Cache-Control', 'no-store');
  if (!user) return response.redirect(303, '/login');
  render(response, 'protected', { title: 'Protected', name: user.displayName(), email: user.email });
}

/** Shows a form again, to somebody who has tried too often. */
function waitFor(show: typeof showLogin) {
  return (request: Request, response: Response, seconds: number) => {
    show(request, response, { problem: tooManyAttempts(seconds) });
  };
}
