import type { RequestHandler } from 'express';

/**
 * Lets pages of any origin read the API ("CORS protocol" in the Fetch Standard), and answers their pre-flight requests.
 *
 * Only without cookies: where the origin is `*`, a browser never shows a page the answer to a request that had some.
 */
export const cors: RequestHandler = (request, response, next) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.method !== 'OPTIONS') return next();
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, DELETE');
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
  response.status(204).end();
};
