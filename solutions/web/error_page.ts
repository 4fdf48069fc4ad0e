import type { ErrorRequestHandler } from 'express';
import { isPassing } from '../server/faults.ts';
import { render } from './render.ts';

/** Answers for an error on the way to a page: with a page that says what to do. */
export const errorPage: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const isClients = error?.status >= 400 && error?.status < 500;
  if (!isClients) console.error(error);

  if (isPassing(error)) response.status(503).set('Retry-After', '2');
  else response.status(isClients ? error.status : 500);
  const advice = isClients ? 'Go back and send the form again.' : 'Nothing was done. Try again in a moment.';
  render(response, 'error', {
    title: isClients ? 'That form could not be read' : 'The server cannot answer now',
    advice,
  });
};
