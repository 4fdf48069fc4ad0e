/** A field of a form: what stands in it, and what is wrong with it. */
export type Field = {
  name: string;
  label: string;
  type: 'text' | 'email' | 'password';
  autocomplete: string;
  value: string;
  required: boolean;
  minlength?: number;
  hint?: string;
  error?: string;
};

/** The fields of a form, as they came from a browser: only text counts, a field that was sent twice does not. */
export function textOf(body: unknown, name: string): string {
  const value: unknown = Object.hasOwn(Object(body), name) ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** What a form says to somebody who has tried too often. */
export function tooManyAttempts(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `Too many attempts. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`;
}

/** The fields with what was typed and what is wrong with it. A password is never sent back. */
export function fill(
  fields: Omit<Field, 'value' | 'error'>[],
  body: unknown,
  errors: Record<string, string> = {},
): Field[] {
  return fields.map((field) => ({
    ...field,
    value: field.type === 'password' ? '' : textOf(body, field.name),
    ...(errors[field.name] && { error: errors[field.name] }),
  }));
}
