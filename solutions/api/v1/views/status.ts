import { Router } from 'express';
import { User } from '../../../models/user.ts';
import { methodNotAllowed, sendError } from '../errors.ts';

/** How the API is doing, and two routes that show what its refusals look like. */
export const status = Router({ caseSensitive: true });

const readOnly = methodNotAllowed('GET', 'HEAD');

status
  .route('/status')
  .get((_request, response) => {
    response.json({ status: 'OK' });
  })
  .all(readOnly);

status
  .route('/stats')
  .get(async (_request, response) => {
    response.json({ users: await User.count() });
  })
  .all(readOnly);

status
  .route('/unauthorized')
  .get((_request, response) => sendError(response, 401, 'Unauthorized'))
  .all(readOnly);

status
  .route('/forbidden')
  .get((_request, response) => sendError(response, 403, 'Forbidden'))
  .all(readOnly);
