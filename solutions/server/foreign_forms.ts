import type { Request, RequestHandler } from 'express';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Whether the request comes from a page of another site (or, where the browser does not say so, of another origin).
 * `Sec-Fetch-Site` is what browsers say by themselves, and no page can change it (W3C Fetch Metadata). They send it over
 * HTTPS and to this machine only; elsewhere there is `Origin` (RFC 6454, section 7). What has neither is no browser.
 */
export function isForeign(request: Request): boolean {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = request.get('Origin');
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.host;
}

/** Refuses forms that a page of another origin makes a browser send to our pages (cross-site request forgery). */
export const refuseForeignForms: RequestHandler = (request, response, next) => {
  if (SAFE_METHODS.includes(request.method) || !isForeign(request)) return next();
  response.status(403).type('text').send('This form was sent from another site, so nothing was done.\n');
};

/**
 * Refuses forms of other sites to the API. Scripts of other origins may call it, since they cannot bring the cookie along;
 * but a form takes the whole browser to the answer, and the answer to a log-in would set its cookie.
 */
export const refuseForeignNavigation: RequestHandler = (request, response, next) => {
  if (SAFE_METHODS.includes(request.method) || request.get('Sec-Fetch-Mode') !== 'navigate') return next();
  if (!isForeign(request)) return next();
  response.status(403).json({ error: 'Forbidden' });
};
