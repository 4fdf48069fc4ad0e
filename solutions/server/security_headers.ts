import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Headers that forbid browsers what this server never needs. The pages have no scripts, so none may run. */
export const securityHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  // "no-referrer" would take the origin from our own forms too, and with it what tells them from forms of others.
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
  // Other origins may read the API.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  strictTransportSecurity: false,
});

/** Over HTTPS: browsers shall not come back without it for half a year (RFC 6797). Others ignore it, so it is left out. */
export const strictTransport: RequestHandler = (request, response, next) => {
  if (request.secure) response.setHeader('Strict-Transport-Security', 'max-age=15552000');
  next();
};
