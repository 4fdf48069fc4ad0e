import type { ErrorRequestHandler, RequestHandler, Response } from 'express';

const clientErrors = new Map([
  [400, 'Wrong format'],
  [413, 'Body too large'],
  [415, 'Unsupported media type'],
]);

/** Answers with an error status and a JSON body that says why. */
export function sendError(response: Response, status: number, error: string): void {
  response.status(status).json({ error });
}

/** Answers for every path that no route has taken. */
export const notFound: RequestHandler = (_request, response) => {
  sendError(response, 404, 'Not found');
};

/**
 * Answers 405 for a path that exists but does not know the method of the request.
 * The methods that it does know are named in the `Allow` header (RFC 9110, section 15.5.6).
 */
export function methodNotAllowed(...allowed: string[]): RequestHandler {
  return (_request, response) => {
    response.set('Allow', allowed.join(', '));
    sendError(response, 405, 'Method not allowed');
  };
}

/** Answers for an error on the way: a client's mistake as 4xx, anything else as 500. */
export const errorHandler: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);

  // The body parsers and the router mark what the client did wrong with a status.
  const status = error?.status;
  if (status >= 400 && status < 500) return sendError(response, status, clientErrors.get(status) ?? 'Bad request');

  // A stack tells an attacker how the server is built: it goes to the log and nowhere else.
  console.error(error);
  return sendError(response, 500, 'Internal server error');
};
