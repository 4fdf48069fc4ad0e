/** A request, as a client can send it. */
export type Request = {
  method: string;
  /** As it stands in the first line, undecoded. */
  path: string;
  authorization?: string;
  /** The `Cookie` header. */
  cookie?: string;
  /** A body, and its media type with parameters. */
  body?: { type: string; text: string };
  https?: boolean;
  /** Another header, which changes nothing. */
  header?: readonly [name: string, value: string];
};

/** The values of the cookies with this name, in order, decoded (RFC 6265, section 4.2.1). */
export function cookiesNamed(name: string, header = ''): string[] {
  const pairs = header.split(';').map((pair) => pair.trim().split(/=(.*)/s));
  return pairs.filter(([key, value]) => key === name && value !== undefined).map(([, value = '']) => decoded(value));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The fields of a form that are there once, with a text that is not empty: [7.2], [7.3]. */
export function formField(text: string, name: string): string | undefined {
  const found = [...new URLSearchParams(text)].filter(([key]) => key === name);
  return found.length === 1 && found[0]?.[1] !== '' ? found[0]?.[1] : undefined;
}

/** E-mail and password of an `Authorization` header (RFC 7617), where it is one of them. */
export function basicCredentials(header: string | undefined): { email: string; password: string } | undefined {
  const [, encoded] = /^basic +([a-z0-9+/]+={0,2})$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [email, password] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  return email === undefined || password === undefined ? undefined : { email, password };
}
