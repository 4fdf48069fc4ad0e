import { createHash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ConfigurationError } from '../configuration_error.ts';

// What OWASP's Password Storage Cheat Sheet advises for scrypt: N = 2^17, r = 8, p = 1.
const DEFAULT_COST = 17;
const BLOCK_SIZE = 8;
const PARALLELIZATION = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

// One step more doubles time and memory: 2^20 takes 1 GiB for one password.
const MAX_COST = 20;

const COST = costFromEnvironment(process.env.SCRYPT_COST);

const derive = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt);

const STORED = /^\$scrypt-sha512\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/**
 * The scrypt hash (RFC 7914) of a password under a fresh random salt, as PHC text: `$scrypt-sha512$ln=17,r=8,p=1$salt$hash`.
 *
 * The parameters are kept with the hash: old passwords stay valid when the cost changes.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(keyOf(password), salt, HASH_BYTES, parameters(COST, BLOCK_SIZE, PARALLELIZATION));
  return `$scrypt-sha512$ln=${COST},r=${BLOCK_SIZE},p=${PARALLELIZATION}$${encode(salt)}$${encode(hash)}`;
}

/** Whether `stored`, made by `hashPassword`, is the hash of this password. */
export async function isPasswordOf(stored: string, password: string): Promise<boolean> {
  const [, cost, blockSize, parallelization, salt, hash] = STORED.exec(stored) ?? [];
  if (!salt || !hash) return false;
  const expected = Buffer.from(hash, 'base64');
  const options = parameters(Number(cost), Number(blockSize), Number(parallelization));
  const actual = await derive(keyOf(password), Buffer.from(salt, 'base64'), expected.length, options);
  // A comparison that stops at the first difference would tell by its time how much of the hash is right.
  return timingSafeEqual(actual, expected);
}

// scrypt takes a password as the key of an HMAC, which fills up a short key with zeros (RFC 2104, section 2): to it, "a" and "a\0"
// are one password. A SHA-512 has just the length that nothing is filled up to or cut from, and is another for each password.
function keyOf(password: string): Buffer {
  return createHash('sha512').update(password).digest();
}

function parameters(cost: number, r: number, p: number): ScryptOptions {
  const N = 2 ** cost;
  // Exactly what the algorithm needs. Node's own limit of 32 MiB would refuse the default cost.
  return { N, r, p, maxmem: 128 * r * (N + p + 2) };
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

function costFromEnvironment(text: string | undefined): number {
  if (!text) return DEFAULT_COST;
  const cost = Number(text);
  if (Number.isInteger(cost) && cost >= 1 && cost <= MAX_COST) return cost;
  throw new ConfigurationError(`SCRYPT_COST must be a whole number from 1 to ${MAX_COST}, not "${text}".`);
}
