import { words } from '../../harness/data.ts';
import type { HttpClient } from '../../harness/http.ts';
import type { RandomInputs } from '../../harness/random.ts';
import type { LearnerServer } from '../../harness/server.ts';
import { together } from '../../harness/together.ts';
import { type Answer, cookieSet } from '../model/answer.ts';
import { API } from '../model/answers.ts';
import { type Broken, isUuid, judge } from '../model/judge.ts';
import type { Request } from '../model/request.ts';
import {
  type Conditions,
  loggedIn,
  newWorld,
  sessionsOpen,
  sessionWith,
  timePassed,
  type User,
  userChanged,
  userRemoved,
} from '../model/world.ts';
import { createSessions } from './calls.ts';
import type { CookieChoice, RequestStep, WalkStep, Who } from './choices.ts';
import { type Browser, cookieOf, keepCookie } from './inputs.ts';
import type { People, Person } from './people.ts';
import { requestOf, send } from './requests.ts';
import { rightForm } from './values.ts';

/**
 * What was broken, and by the answer to which request, if it was one. `index`: which it was of those that were sent together;
 * `closer`: a step that does only what is needed for it of the one that was taken.
 */
export type Found = { broken: Broken; request?: Request; index?: number; closer?: WalkStep | undefined };

/** What was broken by a step, if anything was. */
export type Played = Promise<Found | undefined>;

/** A request, and the browser that it comes from. */
export type Sent = { request: Request; browser: Browser };

/** Browsers and users of one walk, and the world as it should be after all that they did. */
export class WalkClient {
  readonly server: LearnerServer;
  readonly browsers: Browser[] = Array.from({ length: 3 }, () => ({ old: [] }));
  world;
  #random: RandomInputs;
  #people: People;
  /** Users that are there, and those that were, by their ids. */
  #known: Map<string, Person>;
  #atOnce: boolean;

  /** `atOnce`: requests of which none changes anything are under way at the same time. */
  constructor(
    server: LearnerServer,
    conditions: Conditions,
    options: { random: RandomInputs; people: People; known: readonly Person[]; atOnce: boolean },
  ) {
    this.server = server;
    this.#random = options.random;
    this.#people = options.people;
    this.#known = new Map(options.known.map((person) => [person.user.id, person]));
    this.#atOnce = options.atOnce;
    const users = options.known.map(({ user }) => user);
    this.world = newWorld(conditions, server.clock.now(), users);
  }

  browser(number: number): Browser {
    return this.browsers[number % this.browsers.length] as Browser;
  }

  /** Sends requests one after the other. Gives what was broken first. */
  async inTurn(list: Sent[], http?: HttpClient): Played {
    for (const [index, sent] of list.entries()) {
      const found = this.judge(sent, await send(this.server, sent.request, http));
      if (found) return { ...found, index };
    }
    return undefined;
  }

  /** Sends requests of which none but the last changes anything. Gives what was broken first. */
  async all(list: Sent[]): Played {
    if (!this.#atOnce) return this.inTurn(list);
    const [asking, last] = [list.slice(0, -1), list.slice(-1)];
    const found = await this.atOnce(asking);
    if (found) return found;
    const foundLast = await this.inTurn(last);
    return foundLast && { ...foundLast, index: asking.length };
  }

  /** Sends requests of which none changes what another is answered: all are under way before any is answered. */
  async atOnce(list: Sent[]): Played {
    const answers = await together(list.map(({ request }) => send(this.server, request)));
    for (const [index, sent] of list.entries()) {
      const found = this.judge(sent, answers[index] as Answer);
      if (found) return { ...found, index };
    }
    return undefined;
  }

  /** Compares an answer with the model. What it did is so from now on. */
  judge({ request, browser }: Sent, answer: Answer): Found | undefined {
    const judged = judge(this.world, request, answer);
    if ('broken' in judged) return { broken: judged.broken, request };
    this.world = judged.world;
    const set = cookieSet(answer, this.world.conditions.cookieName);
    if (set) keepCookie(browser, set.value);
    return undefined;
  }

  /** A session comes to a browser: by the login, or where there is none yet, by the method. */
  async enter({ browser: number, user }: Who, brings: CookieChoice = 'none'): Played {
    const browser = this.browser(number);
    if (this.world.conditions.task >= 7)
      return this.inTurn([this.sent({ do: 'log in', ...rightForm({ browser: number, user }), brings })]);
    return this.enterWithout(browser, this.person(user).user.id);
  }

  /** A session comes to a browser by the method. Whether there is such a user, nobody asks. */
  async enterWithout(browser: Browser, userId: string): Played {
    const [made] = await createSessions(this.server, [userId]);
    return this.made(browser, userId, made);
  }

  /** A session that was made beside the API. */
  made(browser: Browser, userId: string, sessionId: unknown): Found | undefined {
    const what = 'what `createSession` gives';
    const breaks = (requirement: string, expected: unknown) => ({
      broken: { requirement, what, expected, actual: sessionId },
    });
    if (!isUuid(sessionId)) return breaks('2.3', words('a UUID of version 4'));
    if (sessionWith(this.world, sessionId)) return breaks('2.4', words('a session id that was never used'));
    this.world = loggedIn(this.world, userId, sessionId);
    keepCookie(browser, sessionId);
    return undefined;
  }

  /** The request of a step, from the browser that takes it; or from `browser`, which keeps what it gets. */
  sent(step: RequestStep, browser = this.browser(step.browser)): Sent {
    const cookie = this.#header(this.cookieValue(step.do === 'log in' ? step.brings : step.cookie, browser));
    const user = step.do === 'log out' ? 0 : step.user;
    return {
      request: requestOf(step, { person: this.person(user), other: this.person(user + 1).user, cookie }),
      browser,
    };
  }

  /** Asks with each of these cookies in this browser who it is, where sessions open the API. Gives what was broken first. */
  async lookUpAll(list: { browser: Browser; value: string | undefined }[]): Played {
    return sessionsOpen(this.world.conditions)
      ? this.all(list.map(({ browser, value }) => this.lookUp(browser, { value })))
      : undefined;
  }

  /** `which`: a choice, or the value of the cookie itself. */
  lookUp(browser: Browser, which: CookieChoice | { value: string | undefined } = 'present'): Sent {
    const value = typeof which === 'object' ? which.value : this.cookieValue(which, browser);
    const cookie = this.#header(value);
    return { request: { method: 'GET', path: `${API}users/me`, ...(cookie !== undefined && { cookie }) }, browser };
  }

  /** As an administrator would, beside the API. One user stays. */
  async removeUser(number: number): Promise<void> {
    if (this.world.users.length < 2) return;
    const { id } = this.person(number).user;
    await this.#people.remove(id);
    this.world = userRemoved(this.world, id);
  }

  /** A user gets another password and another name; `anew`: a new one comes in the place of the user. */
  async changeUser(number: number, how: { anew: boolean }): Promise<void> {
    const person = this.person(number);
    const changed = await this.#people.change(person, how);
    this.#known.set(changed.user.id, changed);
    this.world = userChanged(this.world, person.user.id, changed.user);
  }

  async pass(milliseconds: number): Promise<void> {
    await this.server.clock.advance(milliseconds);
    this.world = timePassed(this.world, milliseconds);
  }

  /** Somebody who is there. */
  person(number: number): Person {
    const user = this.world.users[number % this.world.users.length] as User;
    return this.#known.get(user.id) as Person;
  }

  /** An id that no user has. */
  noUserId(): string {
    return this.#random.uuid();
  }

  cookieValue(choice: CookieChoice, browser: Browser): string | undefined {
    const { cookieName: name } = this.world.conditions;
    return cookieOf(choice, browser, { name, userId: this.person(0).user.id, random: this.#random });
  }

  #header(value: string | undefined): string | undefined {
    return value === undefined ? undefined : `${this.world.conditions.cookieName}=${value}`;
  }
}
