import { BasicAuth } from '../../api/v1/auth/basic_auth.ts';
import { auth } from '../../api/v1/auth/index.ts';
import type { schemas } from './schemas.ts';

type SchemaName = keyof typeof schemas;

/** A response as OpenAPI describes one. */
export type ResponseObject = { description: string; content?: object; headers?: object };

/** An answer with this schema. */
export function answer(description: string, schema: SchemaName): ResponseObject {
  return { description, content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } };
}

/** A list of objects with this schema. */
export function listOf(description: string, schema: SchemaName): ResponseObject {
  const items = { $ref: `#/components/schemas/${schema}` };
  return { description, content: { 'application/json': { schema: { type: 'array', items } } } };
}

/** A request body of this media type and schema. */
export function body(mediaType: string, schema: SchemaName): object {
  return { required: true, content: { [mediaType]: { schema: { $ref: `#/components/schemas/${schema}` } } } };
}

/** Somebody has tried too often. */
export const limited = {
  429: {
    ...answer('Too many attempts. The header Retry-After has the seconds to wait.', 'Error'),
    headers: { 'Retry-After': { schema: { type: 'integer', minimum: 1 }, description: 'Seconds to wait.' } },
  },
};

/** What a request without good credentials gets, before anything else is judged. */
export const guarded = {
  401: answer('The request has no credentials.', 'Error'),
  403: answer('The credentials belong to nobody: the session is unknown or has ended.', 'Error'),
  // Each request brings a password then, and passwords can be guessed.
  ...(auth instanceof BasicAuth && limited),
};

/** What a body can do wrong. */
export const unreadable = {
  400: answer('The body has the wrong format, or a field is missing or taken.', 'Error'),
  413: answer('The body has more than 100 kB.', 'Error'),
  415: answer('The body has a character set or an encoding that the server does not know.', 'Error'),
};

export const missing = { 404: answer('There is nothing with this id.', 'Error') };
