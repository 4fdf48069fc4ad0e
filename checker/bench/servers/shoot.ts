import autocannon from 'autocannon';
import type { Running } from './launch.ts';

/** What came of one round of requests. */
export type Round = { perSecond: number; p99: number; cpuMicroseconds: number };

const CONNECTIONS = 10;

/**
 * Sends `GET /api/v1/users/me` for some seconds, as fast as the server answers, with the cookies in turn.
 * Throws where an answer is not 200: what is fast because it fails is not measured.
 */
export async function shoot(server: Running, seconds: number, cookies = [server.cookie]): Promise<Round> {
  const before = server.cpu();
  const result = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: cookies.map((cookie) => ({ path: '/api/v1/users/me', headers: { cookie } })),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${server.name}: ${result.non2xx} answers were not 200, ${result.errors} requests failed`);
  }
  return {
    perSecond: result.requests.average,
    p99: result.latency.p99,
    cpuMicroseconds: ((server.cpu() - before) * 1000) / result.requests.total,
  };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
