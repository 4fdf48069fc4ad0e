import type { Request } from 'express';

/** The JSON object in the body of a request, or `null` where there is none: a form, a list, or nothing at all. */
export function jsonObject(request: Request): Record<string, unknown> | null {
  // A form would be an object here too, but of other types: all its values are text.
  if (!request.is('application/json')) return null;
  const body: unknown = request.body;
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject ? (body as Record<string, unknown>) : null;
}

/** Whether a value from a body is a string that is not empty. Anything else counts as missing. */
export function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
