import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

/** What is known about the request at hand, wherever in the code one is. */
export type RequestContext = {
  /** The id under which the log has it, and which the answer carries. */
  id: string;
  address: string;
  /** The error with which the API could not go on, if any. */
  fault?: unknown;
};

const contexts = new AsyncLocalStorage<RequestContext>();

/** The request at hand, or `undefined` outside of any. */
export function currentContext(): RequestContext | undefined {
  return contexts.getStore();
}

/** Gives each request an id, and tells it in `X-Request-Id`. An id that a client sends is not taken over. */
export const requestContext: RequestHandler = (request, response, next) => {
  const context = { id: randomUUID(), address: request.ip ?? '' };
  response.setHeader('X-Request-Id', context.id);
  contexts.run(context, next);
};
