import type { RequestHandler } from 'express';

/**
 * Lets pages of any origin read the API ("CORS protocol" in the Fetch Standard), and answers their pre-flight requests.
 *
 * Cookies stay out: with `*` a browser does not send them from a foreign page, so no such page acts as the user.
 */
export const cors: RequestHandler = (request, response, next) => {
  response.set('Access-Control-Allow-Origin', '*');
  if (request.method !== 'OPTIONS') return next();
  response.set('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, DELETE');
  response.set('Access-Control-Allow-Headers', 'Authorization, Content-Type');
  response.status(204).end();
};
