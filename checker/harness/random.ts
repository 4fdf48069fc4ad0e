import { createHash } from 'node:crypto';

/** Signs that a token may have (RFC 9110, section 5.6.2) and that a shell reads as they are. Two of them mean more to a pattern. */
const SIGNS = '.-+';

/** Inputs of a check: random for whoever reads the checks, the same for the same seed. */
export class RandomInputs {
  #key: string;
  #count = 0;

  constructor(seed: number, purpose: string) {
    this.#key = `${seed}/${purpose}`;
  }

  /** So many characters of `a-z` and `0-9`; the first is a letter. */
  word(length = 10): string {
    const letters = [...this.#bytes(length)].map((byte) => (byte % 36).toString(36)).join('');
    return `k${letters.slice(1)}`;
  }

  email(): string {
    return `${this.word(8)}@${this.word(6)}.example`;
  }

  password(): string {
    return `${this.word(12)}-${this.integer(100, 999)}`;
  }

  /** A version 4 UUID (RFC 9562, section 5.4). */
  uuid(): string {
    const bytes = this.#bytes(16);
    bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x40;
    bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** A name that a cookie may have (RFC 6265, section 4.1.1): with small and capital letters, and with signs. */
  cookieName(): string {
    const sign = SIGNS[this.integer(0, SIGNS.length - 1)];
    return `_${this.word(4)}${sign}${this.word(4).toUpperCase()}_id`;
  }

  /** From `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + (this.#bytes(6).readUIntBE(0, 6) % (most - least + 1));
  }

  #bytes(length: number): Buffer {
    this.#count += 1;
    return createHash('shake256', { outputLength: length }).update(`${this.#key}/${this.#count}`).digest();
  }
}
