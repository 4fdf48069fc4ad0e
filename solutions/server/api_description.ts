import { type Response, Router } from 'express';
import { cors } from '../api/v1/cors.ts';
import { methodNotAllowed } from '../api/v1/errors.ts';
import { render } from '../web/render.ts';
import { document } from './openapi/document.ts';

/** What the API can do: as a document for programs, and as a page for people. Everybody may read both. */
export const apiDescription = Router({ caseSensitive: true });

apiDescription
  .route('/api/v1/openapi.json')
  .get(cors, (_request, response: Response) => {
    response.json(document);
  })
  .options(cors)
  .all(cors, methodNotAllowed('GET', 'HEAD'));

apiDescription
  .route('/api/docs')
  .get((_request, response: Response) => render(response, 'docs', { title: document.info.title, wide: true, document }))
  .all(methodNotAllowed('GET', 'HEAD'));
