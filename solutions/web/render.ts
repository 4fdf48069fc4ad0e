import { join } from 'node:path';
import { Eta } from 'eta';
import type { Response } from 'express';

// Eta escapes every value that a template prints with `<%=`.
const eta = new Eta({ views: join(import.meta.dirname, 'views'), cache: true });

/** Answers with a page. Pages say who is logged in, so no cache may keep one and no step back may show an old one. */
export function render(response: Response, view: string, data: Record<string, unknown>): void {
  response.setHeader('Cache-Control', 'no-store');
  response.type('html').send(eta.render(`./${view}`, data));
}
