import cookieParser from 'cookie-parser';
import express, { type NextFunction, type Request, type Response } from 'express';
import { auth } from './auth/index.ts';
import { cors } from './cors.ts';
import { errorHandler, notFound, sendError } from './errors.ts';
import { views } from './views/index.ts';

const excludedPaths = ['/api/v1/status/', '/api/v1/unauthorized/', '/api/v1/forbidden/'];

/** The API. It does not listen by itself: `main.ts` does that. */
export const app = express();
app.disable('x-powered-by');
app.enable('case sensitive routing');
// Answers depend on who asks and are small: to hash each of them for caches costs more than it saves.
app.disable('etag');

app.use('/api/v1', cors);
app.use(cookieParser());
// Credentials come before the body: a client that is not let in cannot make the server read and parse one.
app.use('/api/v1', beforeRequest);
app.use(express.json({ limit: '100kb' }));
app.use(express.urlencoded({ extended: false, limit: '100kb' }));
app.use('/api/v1', views);
app.use(notFound);
app.use(errorHandler);

/**
 * Lets a request pass, with the current user on it (`null` where there is none), or answers in its place:
 * 401 where it brings no credentials, 403 where they belong to nobody.
 */
async function beforeRequest(request: Request, response: Response, next: NextFunction): Promise<void> {
  request.currentUser = null;
  if (!auth?.requireAuth(request.baseUrl + request.path, excludedPaths)) return next();

  if (auth.authorizationHeader(request) === null) return sendError(response, 401, 'Unauthorized');

  request.currentUser = await auth.currentUser(request);
  if (request.currentUser === null) return sendError(response, 403, 'Forbidden');

  next();
}
