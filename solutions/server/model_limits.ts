import { BasicAuth } from '../api/v1/auth/basic_auth.ts';
import { User } from '../models/user.ts';
import { networkOf } from './address.ts';
import { log, tag } from './log.ts';
import { count, type Limits, takeBack } from './rate_limits.ts';

/** Somebody has tried too often. The answer is 429. */
export class LimitedError extends Error {
  override name = 'LimitedError';
  readonly what: 'login' | 'registration';
  readonly seconds: number;

  constructor(what: LimitedError['what'], seconds: number) {
    super(`too many attempts: ${what}`);
    this.what = what;
    this.seconds = seconds;
  }
}

/** E-mail and password in a header of HTTP Basic authentication (RFC 7617, section 2). */
const BASIC = /^basic +([a-z0-9+/]+={0,2})$/i;

/**
 * Limits also the passwords that come with HTTP Basic authentication, on whatever route: they are guessed there as well
 * as on the one for log-ins, and count with them.
 */
export function limitBasicAuth(limits: Limits): void {
  const { currentUser } = BasicAuth.prototype;
  BasicAuth.prototype.currentUser = async function (request) {
    const account = accountIn(this.authorizationHeader(request));
    if (account === null) return currentUser.call(this, request);
    const network = networkOf(request?.ip);
    // One after the other: a program that sends twenty requests at once has not failed twenty times.
    return inTurn(account, async () => {
      const seconds = (await count(limits.loginByAddress, network)) || (await count(limits.loginByAccount, account));
      if (seconds > 0) throw new LimitedError('login', seconds);
      const user = await currentUser.call(this, request);
      if (user === null) {
        log.warn({ event: 'login failed', account });
        return null;
      }
      takeBack(limits.loginByAddress, network);
      takeBack(limits.loginByAccount, account);
      return user;
    });
  };
}

/** Limits how often one e-mail is registered: each attempt costs a hash, and tells whether the e-mail is taken. */
export function limitRegistrationOfAccounts(limits: Limits): void {
  const { setPassword } = User.prototype;
  User.prototype.setPassword = async function (password) {
    const seconds = this.email === null ? 0 : await count(limits.registerByAccount, tag(this.email));
    if (seconds > 0) throw new LimitedError('registration', seconds);
    return setPassword.call(this, password);
  };
}

/** The account that a header tries, or `null` where it is not one of Basic authentication: then no password is judged. */
function accountIn(header: string | null): string | null {
  const [, encoded] = BASIC.exec(header ?? '') ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? null : tag(text.slice(0, colon));
}

const turns = new Map<string, Promise<unknown>>();

/** Does work after all earlier work with the same key has ended. */
function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const before = turns.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  turns.set(key, mine);
  const forget = () => {
    if (turns.get(key) === mine) turns.delete(key);
  };
  mine.then(forget, forget);
  return mine;
}
