import { crc32, deflateRawSync } from 'node:zlib';

/** An entry for the archives of the tests. Everything that an attacker may say about it can be said. */
export type TestEntry = {
  name: string | Buffer;
  content?: Buffer | string;
  /** Tar's type letter; a zip takes the Unix mode that belongs to it. */
  type?: '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | 'S';
  link?: string;
  size?: number;
  method?: number;
  flags?: number;
  host?: number;
  checksum?: number;
  /** Zip: the name in a Unicode Path field (APPNOTE 4.6.9), which says that it stands for `unicodeOf`; for `name` if that is not set. */
  unicode?: string | undefined;
  unicodeOf?: string;
  /** Zip: begin at the local header of the entry before, so that both share their bytes. */
  overlaps?: boolean;
};

const MODES = { 0: 0o100644, 2: 0o120777, 3: 0o020644, 5: 0o040755, 6: 0o010644 } as Record<string, number>;

/** A zip archive, byte by byte (APPNOTE 4.3). */
export function zip(entries: TestEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  let before = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name as string);
    const content = Buffer.from((entry.content ?? entry.link ?? '') as string);
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0x800, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(entry.checksum ?? crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(entry.size ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, packed]);
    const madeBy = Buffer.from([20, entry.host ?? 3]);
    const rest = Buffer.alloc(14);
    const extra = entry.unicode === undefined ? Buffer.alloc(0) : unicodePath(entry.unicodeOf ?? name, entry.unicode);
    rest.writeUInt32LE(((MODES[entry.type ?? '0'] ?? 0) << 16) >>> 0, 6);
    rest.writeUInt32LE(entry.overlaps ? before : offset, 10);
    const head = Buffer.from(fields);
    head.writeUInt16LE(extra.length, 24);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, head, rest, name, extra]));
    before = offset;
    parts.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length % 65536, 8);
  end.writeUInt16LE(entries.length % 65536, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

function unicodePath(name: Buffer | string, unicode: string): Buffer {
  const text = Buffer.from(unicode);
  const head = Buffer.alloc(9);
  head.writeUInt16LE(0x7075, 0);
  head.writeUInt16LE(5 + text.length, 2);
  head.writeUInt8(1, 4);
  head.writeUInt32LE(crc32(name), 5);
  return Buffer.concat([head, text]);
}

/** A tar archive, byte by byte (POSIX ustar; names over 100 bytes as GNU tar writes them). */
export function tar(entries: TestEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const name = Buffer.from(entry.name as string);
    const long = name.length > 100 ? [header({ name: '././@LongLink' }, 'L', name.length), padded(name)] : [];
    const content = Buffer.from((entry.content ?? '') as string);
    return [...long, header(entry, entry.type ?? '0', entry.size ?? content.length), padded(content)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** A tar whose first entry has its name in a pax record. */
export function paxTar(name: Buffer, content: string, others: TestEntry[] = []): Buffer {
  const record = Buffer.concat([Buffer.from(' path='), name, Buffer.from('\n')]);
  const length = record.length + String(record.length + 2).length;
  const pax = Buffer.concat([Buffer.from(String(length)), record]);
  return Buffer.concat([
    header({ name: 'pax' }, 'x', pax.length),
    padded(pax),
    tar([{ name: 'short', content }, ...others]),
  ]);
}

function header(entry: TestEntry, type: string, size: number): Buffer {
  const block = Buffer.alloc(512);
  Buffer.from(entry.name as string).copy(block, 0, 0, 100);
  block.write('0000644\x000000000\x000000000\x00', 100, 'latin1');
  block.write(`${size.toString(8).padStart(11, '0')}\x0000000000000\x00        ${type}`, 124, 'latin1');
  block.write(entry.link ?? '', 157, 'utf8');
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\x00 `, 148, 'latin1');
  return block;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
