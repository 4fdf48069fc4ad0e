/** The rules that a submission must keep, as far as both sides of the wall need to know them. */

/** The packages that learner code may import, beside Node's own modules: those of the kata, and what the given code uses. */
export const GIVEN_PACKAGES: readonly string[] = [
  'express',
  'cookie-parser',
  'uuid',
  'kysely',
  'vitest',
  'supertest',
  'tsx',
];

/** Name of the error that an import of any other module throws. */
export const FORBIDDEN_MODULE = 'ForbiddenModule';

/** The module that exports the Express application. */
export const ENTRY_MODULE = 'api/v1/app.ts';

/** How a compiled file begins whose source is no TypeScript. The rest is JSON: what is wrong, and where. */
export const SYNTAX_ERROR_MARK = '//! syntax error ';
