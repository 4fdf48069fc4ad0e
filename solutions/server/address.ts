import { isIPv6 } from 'node:net';

const GROUPS_OF_A_NETWORK = 4;

/**
 * Whom an address belongs to, as far as it tells: an IPv4 address itself, and of an IPv6 address the first 64 bits. One
 * household has a whole such network, and would else have as many attempts as it has addresses.
 */
export function networkOf(address: string | undefined): string {
  if (!address) return '';
  const mapped = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(mapped)) return mapped;
  // The URL parser writes every form of an address in one way (RFC 5952).
  const [before = '', after] = new URL(`http://[${mapped.replace(/%.*$/, '')}]/`).hostname.slice(1, -1).split('::');
  const head = before.split(':').filter(Boolean);
  const tail = after?.split(':').filter(Boolean) ?? [];
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, GROUPS_OF_A_NETWORK).join(':');
}
