import fc from 'fast-check';
import { givenSession, givenUser } from '../../harness/given.ts';
import type { HttpClient, Method } from '../../harness/http.ts';
import type { RandomInputs } from '../../harness/random.ts';
import type { LearnerServer } from '../../harness/server.ts';
import { together } from '../../harness/together.ts';
import { type Answer, type Broken, cookieSet, judge } from '../model/answers.ts';
import type { Request } from '../model/request.ts';
import {
  type Conditions,
  hasSessions,
  loggedIn,
  newWorld,
  restarted,
  sessionsEnd,
  timePassed,
  type User,
  userMade,
  userRemoved,
  type World,
} from '../model/world.ts';
import { type CookieChoice, FORMS, type FormChoice, type Login, METHODS, steps, type WalkStep } from './steps.ts';

/** How many steps a walk has at most, how many walks are made, and how many may be tried to make one shorter that fails. */
export const BUDGET = { steps: 30, walks: 3, tries: 60 };

const API = '/api/v1/';
const SECOND = 1000;
const MONTH = 30 * 24 * 60 * 60 * SECOND;

/** A walk that broke a sentence: its steps, the shortest that were found, and what was broken at the last of them. */
export type Story = { steps: WalkStep[]; broken: Broken; request?: Request };

/**
 * Walks on a learner's server as the seed has it, and compares each answer with what the model allows. Gives the shortest story
 * of what was broken, if anything was. The same seed and the same answers give the same story: what is counted is steps, never time.
 * Throws a LearnerFault where the server crashes or hangs.
 */
export async function walk(
  server: LearnerServer,
  conditions: Conditions,
  { seed, random, restarts }: { seed: number; random: RandomInputs; restarts: boolean },
): Promise<Story | undefined> {
  let story: Story | undefined;
  let fault: { error: unknown } | undefined;
  let tries = 0;
  const options = {
    task: conditions.task,
    hasSessions: hasSessions(conditions),
    sessionsEnd: sessionsEnd(conditions),
    restarts,
  };
  const property = fc.asyncProperty(
    fc.array(steps(options), { maxLength: BUDGET.steps, size: 'max' }),
    async (list) => {
      if (story) tries += 1;
      if (fault || tries > BUDGET.tries) return;
      try {
        const found = await go(server, conditions, list, random);
        if (!found) return;
        story = found;
      } catch (error) {
        // A crash, or a hang: nothing is tried again on that.
        fault = { error };
      }
      throw new Error('broken');
    },
  );
  await fc.check(property, { seed, numRuns: BUDGET.walks, unbiased: true });
  if (fault) throw fault.error;
  return story;
}

/** Takes these steps, one after the other, with users and browsers of their own. Gives what was broken first. */
export async function go(
  server: LearnerServer,
  conditions: Conditions,
  list: readonly WalkStep[],
  random: RandomInputs,
): Promise<Story | undefined> {
  const walker = new Walker(server, conditions, random);
  await walker.begin();
  for (const [index, step] of list.entries()) {
    const broken = await walker.take(step);
    if (broken) return { steps: list.slice(0, index + 1), ...broken };
  }
  return undefined;
}

/** What was broken, and by the answer to which request. */
type Found = Pick<Story, 'broken' | 'request'>;

/** A request, and the browser that it comes from. */
type Sent = { request: Request; browser: Browser };

/** A step that is one request. */
type RequestStep = Extract<WalkStep, { do: 'log in' | 'ask' | 'log out' }>;

/** A login with nothing odd about it. */
const rightForm = (who: { browser: number; user: number }): Login => ({
  ...{ form: 'right', brings: 'none', https: false, type: 'application/x-www-form-urlencoded', slash: false },
  ...who,
});

type Browser = { cookie?: string; old: string[] };

class Walker {
  #server: LearnerServer;
  #world: World;
  #random: RandomInputs;
  /** Users that are there, and those that were. */
  #users: User[] = [];
  /** What is stored of their passwords. */
  #hashes = new Map<string, unknown>();
  #browsers: Browser[] = Array.from({ length: 3 }, () => ({ old: [] }));

  constructor(server: LearnerServer, conditions: Conditions, random: RandomInputs) {
    this.#server = server;
    this.#world = newWorld(conditions, server.clock.now());
    this.#random = random;
  }

  async begin(): Promise<void> {
    await this.#newUser();
    await this.#newUser();
  }

  async take(step: WalkStep): Promise<Found | undefined> {
    switch (step.do) {
      case 'new user':
        return void (await this.#newUser());
      case 'remove user':
        return void (await this.#removeUser(step.user));
      case 'wait':
        return void (await this.#wait(step.how));
      case 'restart':
        await this.#server.restart(step.by === 'SIGKILL' ? undefined : step.by);
        this.#world = restarted(this.#world);
        return this.#inTurn(
          this.#browsers.flatMap((browser) => [this.#lookUp(browser), this.#lookUp(browser, 'oldest')]),
        );
      case 'enter':
        return this.#enter(step);
      case 'enter again and again': {
        const first = this.#browser(step.browser).old.length;
        for (let time = 0; time < step.times; time += 1) {
          const found = await this.#enter(step);
          if (found) return found;
        }
        const browser = this.#browser(step.browser);
        return this.#inTurn(
          [...browser.old.slice(first), browser.cookie].map((value) => this.#lookUp(browser, { value })),
        );
      }
      case 'ask in every way': {
        const browser = this.#browser(step.browser);
        const basic = this.#world.conditions.kind === 'basic_auth';
        const asking = { ...step, do: 'ask', cookie: basic ? 'none' : 'present', basic } as const;
        return this.#inTurn(
          METHODS.map((method) => ({ request: this.#requestOf({ ...asking, method }, browser), browser })),
        );
      }
      case 'fill in every form': {
        const { browser: number, user, type, https } = step;
        const browser = this.#browser(number);
        const logins = [...FORMS, 'right' as const].map((form) => ({
          ...rightForm({ browser: number, user }),
          form,
          type,
          https,
        }));
        return this.#inTurn(logins.map((login) => this.#login(login, browser)));
      }
      case 'live through':
        return this.#liveThrough(step);
      case 'bring two cookies':
        return this.#bringTwoCookies(step);
      case 'at the same time':
        return this.#together(step);
      case 'over one connection':
        return this.#overOneConnection(step);
      default: {
        const browser = this.#browser(step.browser);
        return this.#inTurn([{ request: this.#requestOf(step, browser), browser }]);
      }
    }
  }

  async #inTurn(list: Sent[], client?: HttpClient): Promise<Found | undefined> {
    for (const sent of list) {
      const found = this.#judge(sent, await this.#send(sent.request, client));
      if (found) return found;
    }
    return undefined;
  }

  async #liveThrough({ browser: number, user, used }: WalkStep & { do: 'live through' }): Promise<Found | undefined> {
    const browser = this.#browser(number);
    const entered = await this.#enter({ browser: number, user });
    if (entered) return entered;
    const life = sessionsEnd(this.#world.conditions) ? this.#world.conditions.duration * SECOND : MONTH;
    const before = Math.floor((life * used) / 100);
    for (const time of [before, life - before, 1]) {
      await this.#pass(time);
      const found = await this.#inTurn([this.#lookUp(browser)]);
      if (found) return found;
    }
    return undefined;
  }

  async #bringTwoCookies({
    browser: number,
    users,
  }: WalkStep & { do: 'bring two cookies' }): Promise<Found | undefined> {
    for (const user of users) {
      const entered = await this.#enter({ browser: number, user });
      if (entered) return entered;
    }
    const browser = this.#browser(number);
    const both = { value: `${browser.old.at(-1)}; ${this.#world.conditions.cookieName}=${browser.cookie}` };
    const logOut = { ...this.#lookUp(browser, both).request, method: 'DELETE', path: `${API}auth_session/logout` };
    const ends = this.#world.conditions.task >= 8 ? [{ request: logOut, browser: { old: [] } }] : [];
    return this.#inTurn([this.#lookUp(browser, both), ...ends, this.#lookUp(browser, 'old'), this.#lookUp(browser)]);
  }

  async #overOneConnection({ browsers, users }: WalkStep & { do: 'over one connection' }): Promise<Found | undefined> {
    for (const [index, browser] of browsers.entries()) {
      const entered = await this.#enter({ browser, user: users[index] as number });
      if (entered) return entered;
    }
    using kept = this.#server.keptConnection();
    const [first, second] = browsers.map((number) => this.#lookUp(this.#browser(number))) as [Sent, Sent];
    const nobody = this.#lookUp(first.browser, 'none');
    return await this.#inTurn([first, second, nobody, first], kept.http);
  }

  /** Both are under way before either is answered. None of these changes what the other is answered. */
  async #together(step: WalkStep & { do: 'at the same time' }): Promise<Found | undefined> {
    const { what, browsers, users } = step;
    if (what === 'two calls of createSession') return this.#makeTwoSessions(step);
    const [first, second] = browsers.map((number) => this.#browser(number)) as [Browser, Browser];
    const logins = [
      this.#login(rightForm({ browser: browsers[0], user: users[0] }), first),
      this.#login(rightForm({ browser: browsers[1], user: users[1] }), second),
    ] as const;
    const list = {
      'two logins': [logins[0], logins[1]],
      'two look-ups': [this.#lookUp(first), this.#lookUp(second)],
      'a login and a look-up': [logins[0], this.#lookUp(second)],
    }[what];
    const answers = await together(list.map(({ request }) => this.#send(request)));
    return list.map((sent, index) => this.#judge(sent, answers[index] as Answer)).find(Boolean);
  }

  async #makeTwoSessions({ browsers, users }: WalkStep & { do: 'at the same time' }): Promise<Found | undefined> {
    const known = this.#world.users;
    const ids = users.map((number) => known[number % known.length]?.id as string);
    const made = await this.#server.evaluate(
      'api/v1/auth/index.ts',
      async ({ auth }, userIds: string[]) => {
        const sessions = auth as unknown as { createSession(userId: string): Promise<unknown> };
        return Promise.all(userIds.map((id) => sessions.createSession(id)));
      },
      ids,
    );
    const fits = made.every((id) => typeof id === 'string') && made[0] !== made[1];
    if (!fits)
      return {
        broken: {
          requirement: '2.4',
          what: 'two calls of `createSession` at the same time',
          expected: 'two ids',
          actual: made,
        },
      };
    for (const [index, id] of ids.entries()) {
      const sessionId = made[index] as string;
      this.#world = loggedIn(this.#world, id, sessionId);
      this.#keep(this.#browser(browsers[index] as number), sessionId);
    }
    return this.#inTurn(browsers.map((number) => this.#lookUp(this.#browser(number))));
  }

  #judge({ request, browser }: Sent, answer: Answer): Found | undefined {
    const judged = judge(this.#world, request, answer);
    if ('broken' in judged) return { broken: judged.broken, request };
    this.#world = judged.world;
    const set = cookieSet(answer, this.#world.conditions.cookieName);
    if (set) this.#keep(browser, set.value);
    return undefined;
  }

  #keep(browser: Browser, value: string): void {
    if (browser.cookie !== undefined) browser.old.push(browser.cookie);
    if (value === '') delete browser.cookie;
    else browser.cookie = value;
  }

  #login(login: Login, browser: Browser): Sent {
    return { request: this.#requestOf({ do: 'log in', ...login }, browser), browser };
  }

  #lookUp(browser: Browser, which: CookieChoice | { value: string | undefined } = 'present'): Sent {
    const { cookieName } = this.#world.conditions;
    const cookie =
      typeof which === 'object' ? { cookie: `${cookieName}=${which.value}` } : this.#cookie(which, browser);
    return { request: { method: 'GET', path: `${API}users/me`, ...cookie }, browser };
  }

  #browser(number: number): Browser {
    return this.#browsers[number % this.#browsers.length] as Browser;
  }

  async #enter({ browser: number, user }: { browser: number; user: number }): Promise<Found | undefined> {
    const browser = this.#browser(number);
    const { users, conditions } = this.#world;
    const { id } = users[user % users.length] as User;
    const login = rightForm({ browser: number, user: this.#users.findIndex((known) => known.id === id) });
    if (conditions.task >= 7) return this.#inTurn([this.#login(login, browser)]);
    const sessionId = await givenSession(this.#server, { id });
    this.#world = loggedIn(this.#world, id, sessionId);
    this.#keep(browser, sessionId);
    return undefined;
  }

  async #newUser(): Promise<void> {
    const user: User = await givenUser(this.#server, this.#random);
    this.#users.push(user);
    this.#hashes.set(
      user.id,
      await this.#server.evaluate(
        'models/user.ts',
        async ({ User }, id: string) => (await User.get(id))?.passwordHash,
        user.id,
      ),
    );
    this.#world = userMade(this.#world, user);
  }

  /** As an administrator would, beside the API. */
  async #removeUser(number: number): Promise<void> {
    const { users } = this.#world;
    const user = users[number % users.length];
    if (users.length < 2 || !user) return;
    await this.#server.evaluate(
      'models/user.ts',
      async ({ User }, id: string) => (await User.get(id))?.remove(),
      user.id,
    );
    this.#world = userRemoved(this.#world, user.id);
  }

  async #wait(how: (WalkStep & { do: 'wait' })['how']): Promise<void> {
    const life = this.#world.conditions.duration * SECOND;
    const newest = this.#world.sessions.at(-1)?.madeAt ?? this.#world.now;
    const left = newest + life - this.#world.now;
    const time = {
      'a little': SECOND,
      half: Math.max(SECOND, Math.floor(life / 2)),
      'to the end': Math.max(1, left),
      'past the end': Math.max(1, left + 1),
      'a month': MONTH,
    }[how];
    await this.#pass(time);
  }

  async #pass(milliseconds: number): Promise<void> {
    await this.#server.clock.advance(milliseconds);
    this.#world = timePassed(this.#world, milliseconds);
  }

  #requestOf(step: RequestStep, browser: Browser): Request {
    if (step.do === 'log in') {
      const { type, slash, https, form, brings } = step;
      const text = this.#form(form, step.user);
      return {
        method: 'POST',
        path: `${API}auth_session/login${slash ? '/' : ''}`,
        ...(https && { https }),
        ...(text !== undefined && { body: { type, text } }),
        ...this.#cookie(brings, browser),
      };
    }
    if (step.do === 'log out')
      return {
        method: 'DELETE',
        path: `${API}auth_session/logout${step.slash ? '/' : ''}`,
        ...this.#cookie(step.cookie, browser),
      };
    const user = this.#user(step.user);
    return {
      method: step.method,
      path: API + step.path.replace(':user', user.id),
      ...(step.basic && { authorization: `Basic ${Buffer.from(`${user.email}:${user.password}`).toString('base64')}` }),
      ...this.#cookie(step.cookie, browser),
    };
  }

  /** Of all users, those that are removed as well. */
  #user(number: number): User {
    return this.#users[number % this.#users.length] as User;
  }

  #form(choice: FormChoice, number: number): string | undefined {
    const { id, email, password } = this.#user(number);
    const other = this.#user(number + 1);
    const forms: Record<FormChoice, [string, string][] | undefined> = {
      right: [
        ['email', email],
        ['password', password],
      ],
      'wrong password': [
        ['email', email],
        ['password', `${password.slice(1)}x`],
      ],
      'password of another': [
        ['email', email],
        ['password', other.password],
      ],
      'password cut': [
        ['email', email],
        ['password', password.slice(0, -1)],
      ],
      'password with more': [
        ['email', email],
        ['password', `${password}\r\n`],
      ],
      'the stored hash': [
        ['email', email],
        ['password', String(this.#hashes.get(id))],
      ],
      'unknown email': [
        ['email', `x${email}`],
        ['password', password],
      ],
      'email in other letters': [
        ['email', email.toUpperCase()],
        ['password', password],
      ],
      'no email': [['password', password]],
      'empty email': [
        ['email', ''],
        ['password', password],
      ],
      'email twice': [
        ['email', email],
        ['email', email],
        ['password', password],
      ],
      'no password': [['email', email]],
      'empty password': [
        ['email', email],
        ['password', ''],
      ],
      'nested password': [
        ['email', email],
        ['password[a]', password],
      ],
      'no body': undefined,
    };
    const fields = forms[choice];
    return fields && new URLSearchParams(fields).toString();
  }

  #cookie(choice: CookieChoice, browser: Browser): { cookie?: string } {
    const { cookieName: name } = this.#world.conditions;
    const present = browser.cookie ?? browser.old.at(-1);
    const values: Record<CookieChoice, string | undefined> = {
      present,
      old: browser.old.at(-1) ?? present,
      oldest: browser.old[0] ?? present,
      'unknown and long': this.#random.word(300),
      none: undefined,
      unknown: this.#random.uuid(),
      'present in other letters': present?.toUpperCase(),
      'present with a space': present && `%20${present}`,
      'present with more': present && `${present}0`,
      'the user id': this.#user(0).id,
      'old, then present': browser.old.at(-1) && present && `${browser.old.at(-1)}; ${name}=${present}`,
      'present among others': present && `${present}; ${name}_2=x; theme=dark`,
    };
    const value = values[choice];
    return value === undefined ? {} : { cookie: `${name}=${value}` };
  }

  async #send({ method, path, authorization, cookie, body, https }: Request, kept?: HttpClient): Promise<Answer> {
    const client = kept ?? (https ? this.#server.https : this.#server.http);
    const request = client[method.toLowerCase() as Method](path);
    if (authorization !== undefined) request.set('Authorization', authorization);
    if (cookie !== undefined) request.set('Cookie', cookie);
    if (body) request.type(body.type).send(body.text);
    const { status, headers, text } = await request;
    return { status, headers, text };
  }
}
