import { isIP } from 'node:net';

const RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Which proxies are believed about the client's address and protocol, in the form that Express takes: `false` for none,
 * a number of them, or their addresses. There is no word for "all": then every client could claim any address.
 *
 * Adds a sentence to `faults` where the text is wrong.
 */
export function readTrustedProxies(text: string | undefined, faults: string[]): false | number | string[] {
  if (!text || text === '0') return false;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const proxies = text.split(',').map((proxy) => proxy.trim());
  if (proxies.every((proxy) => RANGES.includes(proxy) || isNetwork(proxy))) return proxies;
  faults.push(`TRUST_PROXY must be the number of proxies, or their addresses with commas between, not "${text}".`);
  return false;
}

/** An address, or a network such as `10.0.0.0/8`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
