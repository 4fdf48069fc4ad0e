/** A cookie of a `Set-Cookie` header (RFC 6265, section 4.1). `attributes` have lower-case names; a flag has an empty value. */
export type SetCookie = { name: string; value: string; attributes: Record<string, string> };

/** The cookies of the `Set-Cookie` headers of an answer, in order. */
export function parseSetCookies(headers: string | string[] | undefined): SetCookie[] {
  return [headers ?? []].flat().map(parseSetCookie);
}

function parseSetCookie(text: string): SetCookie {
  const [pair = '', ...rest] = text.split(';').map((part) => part.trim());
  const [name, value] = splitPair(pair);
  return {
    name,
    value,
    attributes: Object.fromEntries(rest.map(splitPair).map(([key, item]) => [key.toLowerCase(), item])),
  };
}

function splitPair(text: string): [string, string] {
  const index = text.indexOf('=');
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
