import type { RandomInputs } from '../../harness/random.ts';
import { COOKIES, ENCODINGS, HEADERS, METHODS, PATHS, PIECES, TYPES, VALUES } from './fuzz_material.ts';

/** A request as bytes: malformed in one or several ways, or well-formed with strange content. `ids` fill in what exists. */
export function malformedRequest(random: RandomInputs, { cookie, id }: { cookie: string; id: string }): Buffer {
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(0, items.length - 1)] as Item;
  const maybe = (chance: number) => random.integer(0, 99) < chance * 100;

  let path = pick(PATHS).replace('ID', maybe(0.5) ? id : encodeURIComponent(pick(PIECES)));
  while (maybe(0.4)) path += pick(PIECES);
  const lines = [
    `${maybe(0.75) ? pick(METHODS.slice(0, 5)) : pick(METHODS)} ${path} HTTP/${pick(['1.1', '1.1', '1.1', '1.1', '1.0', '9.9', 'x'])}`,
  ];
  if (maybe(0.95)) lines.push('Host: 127.0.0.1');
  if (maybe(0.9)) lines.push('Connection: close');
  // Most come in with a session: what nobody is let in to is not tried.
  if (maybe(0.85)) lines.push(`Cookie: ${cookie}`);
  if (maybe(0.2)) lines.push(`Cookie: ${pick(COOKIES)}`);
  while (maybe(0.3)) lines.push(pick(HEADERS));

  const body = maybe(0.7) ? bodyOf() : Buffer.alloc(0);
  if (body.length > 0) {
    lines.push(`Content-Type: ${maybe(0.8) ? pick(TYPES.slice(0, 2)) : pick(TYPES)}`);
    if (maybe(0.1)) lines.push(`Content-Encoding: ${pick(ENCODINGS)}`);
    lines.push(`Content-Length: ${maybe(0.95) ? body.length : pick([0, 1, body.length + 5, 'x', '1,2'])}`);
  }
  return Buffer.concat([
    Buffer.from(`${lines.join(pick(['\r\n', '\r\n', '\r\n', '\r\n', '\n']))}\r\n\r\n`, 'latin1'),
    body,
  ]);

  function bodyOf(): Buffer {
    const fields = ['email', 'password', 'first_name', 'last_name', '__proto__'].filter(() => maybe(0.6));
    const kind = random.integer(0, 9);
    if (kind < 4)
      return Buffer.from(`{${fields.map((field) => `"${field}":${pick(VALUES)}`).join(maybe(0.95) ? ',' : ';')}}`);
    if (kind < 8)
      return Buffer.from(
        fields
          .map((field) => `${field}${pick(['=', '=', '[]=', '[a]=', ''])}${pick([...PIECES, ...VALUES])}`)
          .join('&'),
      );
    if (kind < 9) return Buffer.from(pick(VALUES));
    return Buffer.from(Array.from({ length: random.integer(0, 299) }, () => random.integer(0, 255)));
  }
}
