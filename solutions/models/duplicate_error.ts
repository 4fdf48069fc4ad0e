/** The object cannot be saved: another one already has a value that must be unique. */
export class DuplicateError extends Error {
  override name = 'DuplicateError';
}
