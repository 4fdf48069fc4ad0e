import { Duplex, type Readable, type Writable } from 'node:stream';

/** One duplex stream of the two ways of a channel, which may be one stream already. */
export function joined({ readable, writable }: { readable: Readable; writable: Writable }): Duplex {
  if (readable instanceof Duplex && (readable as unknown) === writable) return readable;
  // Node takes such a pair (`stream.Duplex.from`); its types know the web's streams only.
  return Duplex.from({ readable, writable } as never);
}
