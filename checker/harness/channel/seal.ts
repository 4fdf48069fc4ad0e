import { hash } from 'node:crypto';
import { type Codec, JSON_CODEC } from './channel_options.ts';
import { ProtocolError } from './frames.ts';

/**
 * Shows that a message comes from the stub, and that none is missing or repeated. Learner code runs in the same process and can
 * write to the same descriptor, but it does not know the secret. The code says nothing about what the message claims.
 *
 * A message authentication code by a hash in a hash, as in RFC 2104, section 2, over the number of the message and its text. Node's
 * own `Hmac` is an object whose methods learner code could replace; this is one function.
 */
export class Seal {
  /** Characters of the code: SHA-256 in hexadecimal. */
  static readonly length = 64;
  #secret: string;
  #count = 0;

  /** `secret`: 64 hexadecimal digits, for one process alone. */
  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The code of the next message. */
  next(text: string): string {
    this.#count += 1;
    return digest('sha256', `${this.#secret}outer${digest('sha256', `${this.#secret}inner${this.#count}:${text}`)}`);
  }
}

// Kept before learner code can replace it.
const digest = hash;

/** Reads what a stub has sealed, one message after the other; to it, all is said in plain JSON. */
export function unsealed(secret: string): Codec {
  const seal = new Seal(secret);
  return {
    ...JSON_CODEC,
    decode: (sealed) => {
      const text = sealed.slice(Seal.length);
      if (sealed.slice(0, Seal.length) !== seal.next(text)) throw new ProtocolError('A message is not from the stub.');
      return JSON_CODEC.decode(text);
    },
  };
}
