import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import { launchWhole } from './launch.ts';

const LOGINS = 50;
const STATUS_A_SECOND = 100;
const CALM_MS = 5000;
const BAR_MS = 50;

/** Whether `GET /api/v1/status` is still answered while many log in at once, with passwords hashed as by default. */
export async function loginStorm(): Promise<object[]> {
  await using server = await launchWhole('log-in storm', { SCRYPT_COST: '17', DATABASE_URL: 'sqlite::memory:' });
  // What the machine itself makes of such requests at the moment, without any log-in.
  const calm = await statusDuring(server.url, () => pause(CALM_MS));
  const started = performance.now();
  const storm = await statusDuring(server.url, async () => {
    const statuses = await Promise.all(Array.from({ length: LOGINS }, () => logIn(server.url)));
    if (statuses.some((status) => status !== 200)) throw new Error('not every log-in was answered with 200');
  });
  const seconds = (performance.now() - started) / 1000;
  return [
    { 'GET status, 100 a second': 'nobody logs in', 'p50 ms': calm.p50, 'p99 ms': calm.p99, bar: '', holds: '' },
    {
      'GET status, 100 a second': `${LOGINS} log in at once, for ${seconds.toFixed(0)} s`,
      'p50 ms': storm.p50,
      'p99 ms': storm.p99,
      bar: `p99 <= ${BAR_MS} ms`,
      holds: storm.p99 <= BAR_MS ? 'yes' : 'NO',
    },
  ];
}

/** How long `GET status` takes while some work goes on. */
async function statusDuring(url: string, work: () => Promise<void>): Promise<{ p50: number; p99: number }> {
  const shots = autocannon({
    url: `${url}/api/v1/status`,
    connections: 4,
    overallRate: STATUS_A_SECOND,
    duration: 600,
  });
  await work();
  (shots as unknown as { stop(): void }).stop();
  const { latency, non2xx } = await shots;
  if (non2xx > 0) throw new Error('not every request was answered with 200');
  return { p50: latency.p50, p99: latency.p99 };
}

async function logIn(url: string): Promise<number> {
  const body = new URLSearchParams({ email: 'bob@example.com', password: 'for the benchmark' });
  const answer = await fetch(`${url}/api/v1/auth_session/login`, { method: 'POST', body });
  await answer.arrayBuffer();
  return answer.status;
}
