import type { HttpClient, Method } from '../../harness/http.ts';
import type { RandomInputs } from '../../harness/random.ts';
import type { LearnerServer } from '../../harness/server.ts';
import { together } from '../../harness/together.ts';
import { type Answer, cookieSet } from '../model/answer.ts';
import { type Broken, isUuid, judge } from '../model/judge.ts';
import type { Request } from '../model/request.ts';
import {
  type Conditions,
  loggedIn,
  loggedOut,
  newWorld,
  sessionsOpen,
  sessionWith,
  timePassed,
  type User,
  userChanged,
  userMade,
  userRemoved,
} from '../model/world.ts';
import { createSessions, destroySessions, removeStored } from './calls.ts';
import { type CookieChoice, FORM_TYPES, type Login, type RequestStep, rightForm } from './choices.ts';
import { type Browser, cookieOf, formOf } from './inputs.ts';
import type { People, Person } from './people.ts';

export const API = '/api/v1/';

/** What was broken, and by the answer to which request, if it was one; `index`: which it was of those that were sent together. */
export type Found = { broken: Broken; request?: Request; index?: number };

/** A request, and the browser that it comes from. */
export type Sent = { request: Request; browser: Browser };

/** Browsers and users of one walk, and the world as it should be after all that they did. */
export class WalkClient {
  readonly server: LearnerServer;
  readonly browsers: Browser[] = Array.from({ length: 3 }, () => ({ old: [] }));
  world;
  #random: RandomInputs;
  #people: People;
  /** Users that are there, and those that were. */
  #known: Person[];
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
    this.#known = [...options.known];
    this.#atOnce = options.atOnce;
    const world = newWorld(conditions, server.clock.now());
    this.world = options.known.reduce((before, { user }) => userMade(before, user), world);
  }

  browser(number: number): Browser {
    return this.browsers[number % this.browsers.length] as Browser;
  }

  /** Sends requests one after the other. Gives what was broken first. */
  async inTurn(list: Sent[], http?: HttpClient): Promise<Found | undefined> {
    for (const [index, sent] of list.entries()) {
      const found = this.judge(sent, await this.send(sent.request, http));
      if (found) return { ...found, index };
    }
    return undefined;
  }

  /** Sends requests of which none but the last changes anything. Gives what was broken first. */
  async all(list: Sent[]): Promise<Found | undefined> {
    if (!this.#atOnce) return this.inTurn(list);
    const [asking, last] = [list.slice(0, -1), list.slice(-1)];
    const found = await this.atOnce(asking);
    if (found) return found;
    const foundLast = await this.inTurn(last);
    return foundLast && { ...foundLast, index: asking.length };
  }

  /** Sends requests of which none changes what another is answered: all are under way before any is answered. */
  async atOnce(list: Sent[]): Promise<Found | undefined> {
    const answers = await together(list.map(({ request }) => this.send(request)));
    for (const [index, sent] of list.entries()) {
      const found = this.judge(sent, answers[index] as Answer);
      if (found) return { ...found, index };
    }
    return undefined;
  }

  async send(
    { method, path, authorization, cookie, body, https, header }: Request,
    http?: HttpClient,
  ): Promise<Answer> {
    const client = http ?? (https ? this.server.https : this.server.http);
    const request = client[method.toLowerCase() as Method](path);
    if (authorization !== undefined) request.set('Authorization', authorization);
    if (cookie !== undefined) request.set('Cookie', cookie);
    if (header !== undefined) request.set(...header);
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
  async enter(
    { browser: number, user }: { browser: number; user: number },
    brings: CookieChoice = 'none',
  ): Promise<Found | undefined> {
    const browser = this.browser(number);
    if (this.world.conditions.task >= 7)
      return this.inTurn([
        this.login({ ...rightForm({ browser: number, user: this.placeOf(user) }), brings }, browser),
      ]);
    return this.enterWithout(browser, this.#present(user).id);
  }

  /** A session comes to a browser by the method. Whether there is such a user, nobody asks. */
  async enterWithout(browser: Browser, userId: string): Promise<Found | undefined> {
    const [made] = await createSessions(this.server, [userId]);
    return this.made(browser, userId, made);
  }

  /** A session that was made beside the API. */
  made(browser: Browser, userId: string, sessionId: unknown): Found | undefined {
    const what = 'what `createSession` gives';
    const breaks = (requirement: string, expected: string) => ({
      broken: { requirement, what, expected, actual: sessionId },
    });
    if (!isUuid(sessionId)) return breaks('2.3', 'a UUID of version 4');
    if (sessionWith(this.world, sessionId)) return breaks('2.4', 'a session id that was never used');
    this.world = loggedIn(this.world, userId, sessionId);
    keep(browser, sessionId);
    return undefined;
  }

  login(login: Login, browser: Browser): Sent {
    return { request: this.requestOf({ do: 'log in', ...login }, browser), browser };
  }

  /** Asks with each of these cookies in this browser who it is, where sessions open the API. Gives what was broken first. */
  async lookUpAll(list: { browser: Browser; value: string | undefined }[]): Promise<Found | undefined> {
    return sessionsOpen(this.world.conditions)
      ? this.all(list.map(({ browser, value }) => this.lookUp(browser, { value })))
      : undefined;
  }

  /** `which`: a choice, or the value of the cookie itself. */
  lookUp(browser: Browser, which: CookieChoice | { value: string | undefined } = 'present'): Sent {
    const value = typeof which === 'object' ? which.value : this.cookieValue(which, browser);
    return { request: { method: 'GET', path: `${API}users/me`, ...this.#cookie(value) }, browser };
  }

  requestOf(step: RequestStep, browser: Browser): Request {
    if (step.do === 'log in') {
      const { type, slash, https, form, brings } = step;
      const other = this.#person(step.user + 1).user;
      const text = formOf(form, { ...this.#person(step.user), other });
      return {
        method: 'POST',
        path: `${API}auth_session/login${slash ? '/' : ''}`,
        ...(https && { https }),
        ...(step.header && { header: step.header }),
        ...(text !== undefined && { body: { type, text } }),
        ...this.#cookie(this.cookieValue(brings, browser)),
      };
    }
    const cookie = this.#cookie(this.cookieValue(step.cookie, browser));
    if (step.do === 'log out')
      return { method: 'DELETE', path: `${API}auth_session/logout${step.slash ? '/' : ''}`, ...cookie };
    const { user, before = '' } = this.#person(step.user);
    const { id, email } = user;
    const password = step.basic === 'old password' ? before : user.password;
    const credentials = Buffer.from(`${email}:${password}`).toString('base64');
    return {
      method: step.method,
      path: API + step.path.replace(':user', id),
      ...(step.basic && { authorization: `Basic ${credentials}` }),
      ...(step.header && { header: step.header }),
      ...(step.form !== undefined && { body: { type: FORM_TYPES[0], text: step.form } }),
      ...cookie,
    };
  }

  /** As an administrator would, beside the API. One user stays. */
  async removeUser(number: number): Promise<void> {
    if (this.world.users.length < 2) return;
    const { id } = this.#present(number);
    await this.#people.remove(id);
    this.world = userRemoved(this.world, id);
  }

  /** A user gets another password and another name; `anew`: a new one comes in the place of the user. */
  async changeUser(number: number, how: { anew: boolean }): Promise<void> {
    const place = this.placeOf(number);
    const person = this.#known[place] as Person;
    const changed = await this.#people.change(person, how);
    this.#known[place] = changed;
    this.world = userChanged(this.world, person.user.id, changed.user);
  }

  async pass(milliseconds: number): Promise<void> {
    await this.server.clock.advance(milliseconds);
    this.world = timePassed(this.world, milliseconds);
  }

  /** The ids of users who are there. */
  idsOf(users: readonly number[]): string[] {
    return users.map((number) => this.#present(number).id);
  }

  /** Where somebody who is there stands among all who are known. */
  placeOf(number: number): number {
    const { id } = this.#present(number);
    return this.#known.findIndex(({ user }) => user.id === id);
  }

  /** The session of this browser is ended where its connections do not lead: by another process, or by the method. */
  async endElsewhere({ cookie }: Browser): Promise<void> {
    const session = sessionWith(this.world, cookie);
    if (!session || this.world.conditions.task < 8) return;
    const { kind, cookieName } = this.world.conditions;
    const isStored = kind === 'session_db_auth';
    if (isStored) await removeStored(this.server, session.id);
    else await destroySessions(this.server, [`${cookieName}=${session.id}`]);
    this.world = loggedOut(this.world, session.id, isStored ? 'logout elsewhere' : 'logout');
  }

  /** An id that no user has. */
  noUserId(): string {
    return this.#random.uuid();
  }

  /** Two users who are there, by their numbers; undefined where there is but one. */
  twoUsers(first: number): [number, number] | undefined {
    return this.world.users.length < 2 ? undefined : [first, first + 1];
  }

  #present(number: number): User {
    return this.world.users[number % this.world.users.length] as User;
  }

  /** Of all users, those that are removed as well. */
  #person(number: number): Person {
    return this.#known[number % this.#known.length] as Person;
  }

  cookieValue(choice: CookieChoice, browser: Browser): string | undefined {
    const { cookieName: name } = this.world.conditions;
    return cookieOf(choice, browser, { name, userId: this.#person(0).user.id, random: this.#random });
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
