import pLimit from 'p-limit';
import { User } from '../models/user.ts';

/** More passwords are waiting to be hashed than anybody would wait for. */
export class BusyError extends Error {
  override name = 'BusyError';
}

/** How many may wait for each one that is under way: with half a second each, nobody waits much over a minute. */
const WAITING_FOR_EACH = 128;

/**
 * Bounds how many passwords are hashed at once. Each takes a core for a third of a second and 128 MiB: a storm of
 * log-ins would else take all cores and all memory from the requests that need neither.
 */
export function boundHashing(atOnce: number): void {
  const limit = pLimit(atOnce);

  function bounded<Result>(hash: () => Promise<Result>): Promise<Result> {
    if (limit.pendingCount >= atOnce * WAITING_FOR_EACH) throw new BusyError('too many log-ins at once');
    return limit(hash);
  }

  const { setPassword, isValidPassword } = User.prototype;
  User.prototype.setPassword = async function (password) {
    return bounded(() => setPassword.call(this, password));
  };
  User.prototype.isValidPassword = async function (password) {
    return bounded(() => isValidPassword.call(this, password));
  };
}
