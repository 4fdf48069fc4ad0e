import { UUID } from './uuid.ts';

/** A text as one word of a shell. Ids that a variable holds stand there as `${id}`: the report gives them their names. */
export function quote(text: string, ids?: { has(id: string): boolean }): string {
  const marked = text.replace(UUID, (id) => (ids?.has(id) ? `\u0001${id}\u0002` : id));
  if (marked !== text) {
    const escaped = marked.replace(/["\\$`]/g, '\\$&');
    return `"${escaped.replaceAll('\u0001', '${').replaceAll('\u0002', '}')}"`;
  }
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
