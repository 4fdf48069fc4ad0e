import { hash } from 'node:crypto';
import { type Codec, JSON_CODEC } from './channel_options.ts';
import { ProtocolError } from './frames.ts';

/**
 * Shows that a message comes from the other end, and that none is missing or repeated. Learner code runs in the process of the stub
 * and can use the same descriptor, but it does not know the secret. The code says nothing about what the message claims.
 *
 * A message authentication code by a hash in a hash, as in RFC 2104, section 2, over the number of the message and its text. Node's
 * own `Hmac` is an object whose methods learner code could replace; this is one function.
 */
class Seal {
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

/**
 * Encrypts a text, or decrypts it: each byte is XORed with a key stream that cannot be computed without the secret (counter mode, as
 * in NIST SP 800-38A, section 6.5, with SHA-512 in place of the block cipher).
 */
class KeyStream {
  #secret: string;
  #count = 0;

  constructor(secret: string) {
    this.#secret = secret;
  }

  over(bytes: Buffer): Buffer {
    for (let start = 0; start < bytes.length; start += BLOCK) {
      this.#count += 1;
      const block = digest('sha512', `${this.#secret}stream${this.#count}`, 'buffer');
      const length = Math.min(BLOCK, bytes.length - start);
      for (let place = 0; place < length; place += 1)
        bytes[start + place] = (bytes[start + place] as number) ^ (block[place] as number);
    }
    return bytes;
  }
}

/** Bytes of a SHA-512. */
const BLOCK = 64;

/** What a process is told before any of the learner's code is there. */
type SecretMessage = { secret: string };

/** A seal for each direction, so that what was said in the one cannot be said in the other. */
function secretsOf(secret: string) {
  return { questions: new Seal(`${secret}question`), answers: new Seal(`${secret}answer`), key: new KeyStream(secret) };
}

/**
 * How the checker talks to a stub, once it has told the secret: learner code, which can read and write where the stub does, can
 * neither read nor change what is asked, and not say what the stub has not said.
 */
export function checkerCodec(secret: string): Codec {
  const { questions, answers, key } = secretsOf(secret);
  return {
    encode: (message) => {
      const text = JSON_CODEC.encode(message);
      if (isSecret(message)) return text;
      const hidden = key.over(Buffer.from(text)).toString('base64');
      return questions.next(hidden) + hidden;
    },
    decode: (sealed) => JSON_CODEC.decode(opened(sealed, answers)),
  };
}

/** The other end of it: the first message that comes tells the secret. */
export function stubCodec(): Codec {
  let secrets: ReturnType<typeof secretsOf> | undefined;
  return {
    encode: (message) => {
      const text = JSON_CODEC.encode(message);
      return secrets ? secrets.answers.next(text) + text : text;
    },
    decode: (text) => {
      if (secrets) {
        const hidden = Buffer.from(opened(text, secrets.questions), 'base64');
        return JSON_CODEC.decode(secrets.key.over(hidden).toString('utf8'));
      }
      const first = JSON_CODEC.decode(text);
      if (!isSecret(first)) throw new ProtocolError('The first message tells the secret.');
      secrets = secretsOf(first.secret);
      return first;
    },
  };
}

/** The text behind its code, the next one of this seal. */
function opened(sealed: string, seal: Seal): string {
  const text = sealed.slice(Seal.length);
  if (sealed.slice(0, Seal.length) !== seal.next(text)) throw new ProtocolError('A message is not from the other end.');
  return text;
}

export function isSecret(message: unknown): message is SecretMessage {
  return typeof message === 'object' && message !== null && 'secret' in message;
}
