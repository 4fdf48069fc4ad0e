import { givenSession, givenUser } from '../../harness/given.ts';
import type { HttpClient, Method } from '../../harness/http.ts';
import type { RandomInputs } from '../../harness/random.ts';
import type { LearnerServer } from '../../harness/server.ts';
import { type Answer, cookieSet } from '../model/answer.ts';
import { type Broken, judge } from '../model/judge.ts';
import type { Request } from '../model/request.ts';
import { type Conditions, loggedIn, newWorld, timePassed, type User, userMade, userRemoved } from '../model/world.ts';
import type { CookieChoice, Login, WalkStep } from './choices.ts';
import { type Browser, cookieOf, formOf } from './inputs.ts';

export const API = '/api/v1/';

/** What was broken, and by the answer to which request, if it was one. */
export type Found = { broken: Broken; request?: Request };

/** A request, and the browser that it comes from. */
export type Sent = { request: Request; browser: Browser };

/** A step that is one request. */
type RequestStep = Extract<WalkStep, { do: 'log in' | 'ask' | 'log out' }>;

/** A login with nothing odd about it. */
export const rightForm = (who: { browser: number; user: number }): Login => ({
  ...{ form: 'right', brings: 'none', https: false, type: 'application/x-www-form-urlencoded', slash: false },
  ...who,
});

/** Browsers and users of one walk, and the world as it should be after all that they did. */
export class WalkClient {
  readonly server: LearnerServer;
  readonly browsers: Browser[] = Array.from({ length: 3 }, () => ({ old: [] }));
  world;
  #random: RandomInputs;
  /** Users that are there, and those that were, with what is stored of their passwords. */
  #users: { user: User; hash: string }[] = [];

  constructor(server: LearnerServer, conditions: Conditions, random: RandomInputs) {
    this.server = server;
    this.world = newWorld(conditions, server.clock.now());
    this.#random = random;
  }

  browser(number: number): Browser {
    return this.browsers[number % this.browsers.length] as Browser;
  }

  /** Sends requests one after the other. Gives what was broken first. */
  async inTurn(list: Sent[], http?: HttpClient): Promise<Found | undefined> {
    for (const sent of list) {
      const found = this.judge(sent, await this.send(sent.request, http));
      if (found) return found;
    }
    return undefined;
  }

  async send({ method, path, authorization, cookie, body, https }: Request, http?: HttpClient): Promise<Answer> {
    const client = http ?? (https ? this.server.https : this.server.http);
    const request = client[method.toLowerCase() as Method](path);
    if (authorization !== undefined) request.set('Authorization', authorization);
    if (cookie !== undefined) request.set('Cookie', cookie);
    if (body) request.type(body.type).send(body.text);
    const { status, headers, text } = await request;
    return { status, headers, text };
  }

  /** Compares an answer with the model. What it did is so from now on. */
  judge({ request, browser }: Sent, answer: Answer): Found | undefined {
    const judged = judge(this.world, request, answer);
    if ('broken' in judged) return { broken: judged.broken, request };
    this.world = judged.world;
    const set = cookieSet(answer, this.world.conditions.cookieName);
    if (set) keep(browser, set.value);
    return undefined;
  }

  /** A session comes to a browser: by the login, or where there is none yet, by the method. */
  async enter({ browser: number, user }: { browser: number; user: number }): Promise<Found | undefined> {
    const browser = this.browser(number);
    const { id } = this.#present(user);
    const place = this.#users.findIndex((known) => known.user.id === id);
    if (this.world.conditions.task >= 7)
      return this.inTurn([this.login(rightForm({ browser: number, user: place }), browser)]);
    this.made(browser, id, await givenSession(this.server, { id }));
    return undefined;
  }

  /** A session that was made beside the API. */
  made(browser: Browser, userId: string, sessionId: string): void {
    this.world = loggedIn(this.world, userId, sessionId);
    keep(browser, sessionId);
  }

  login(login: Login, browser: Browser): Sent {
    return { request: this.requestOf({ do: 'log in', ...login }, browser), browser };
  }

  /** `which`: a choice, or the value of the cookie itself. */
  lookUp(browser: Browser, which: CookieChoice | { value: string | undefined } = 'present'): Sent {
    const value = typeof which === 'object' ? which.value : this.#cookieValue(which, browser);
    return { request: { method: 'GET', path: `${API}users/me`, ...this.#cookie(value) }, browser };
  }

  requestOf(step: RequestStep, browser: Browser): Request {
    if (step.do === 'log in') {
      const { type, slash, https, form, brings } = step;
      const other = this.#known(step.user + 1).user;
      const text = formOf(form, { ...this.#known(step.user), other });
      return {
        method: 'POST',
        path: `${API}auth_session/login${slash ? '/' : ''}`,
        ...(https && { https }),
        ...(text !== undefined && { body: { type, text } }),
        ...this.#cookie(this.#cookieValue(brings, browser)),
      };
    }
    const cookie = this.#cookie(this.#cookieValue(step.cookie, browser));
    if (step.do === 'log out')
      return { method: 'DELETE', path: `${API}auth_session/logout${step.slash ? '/' : ''}`, ...cookie };
    const { id, email, password } = this.#known(step.user).user;
    const credentials = Buffer.from(`${email}:${password}`).toString('base64');
    return {
      method: step.method,
      path: API + step.path.replace(':user', id),
      ...(step.basic && { authorization: `Basic ${credentials}` }),
      ...cookie,
    };
  }

  async newUser(): Promise<void> {
    const user: User = await givenUser(this.server, this.#random);
    const hash = await this.server.evaluate(
      'models/user.ts',
      async ({ User }, id: string) => (await User.get(id))?.passwordHash,
      user.id,
    );
    this.#users.push({ user, hash: String(hash) });
    this.world = userMade(this.world, user);
  }

  /** As an administrator would, beside the API. One user stays. */
  async removeUser(number: number): Promise<void> {
    if (this.world.users.length < 2) return;
    const { id } = this.#present(number);
    await this.server.evaluate('models/user.ts', async ({ User }, id: string) => (await User.get(id))?.remove(), id);
    this.world = userRemoved(this.world, id);
  }

  async pass(milliseconds: number): Promise<void> {
    await this.server.clock.advance(milliseconds);
    this.world = timePassed(this.world, milliseconds);
  }

  /** The ids of users who are there. */
  idsOf(users: readonly number[]): string[] {
    return users.map((number) => this.#present(number).id);
  }

  #present(number: number): User {
    return this.world.users[number % this.world.users.length] as User;
  }

  /** Of all users, those that are removed as well. */
  #known(number: number): { user: User; hash: string } {
    return this.#users[number % this.#users.length] as { user: User; hash: string };
  }

  #cookieValue(choice: CookieChoice, browser: Browser): string | undefined {
    const { cookieName: name } = this.world.conditions;
    return cookieOf(choice, browser, { name, userId: this.#known(0).user.id, random: this.#random });
  }

  #cookie(value: string | undefined): { cookie?: string } {
    return value === undefined ? {} : { cookie: `${this.world.conditions.cookieName}=${value}` };
  }
}

function keep(browser: Browser, value: string): void {
  if (browser.cookie !== undefined) browser.old.push(browser.cookie);
  if (value === '') delete browser.cookie;
  else browser.cookie = value;
}
