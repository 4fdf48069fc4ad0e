import type { StopSignal } from '../../harness/protocol.ts';

/** Which cookie a browser sends: the one that it has; one that it had before; none; one that nobody made; its own with a change. */
export type CookieChoice =
  | 'present'
  | 'old'
  | 'oldest'
  | 'none'
  | 'unknown'
  | 'unknown and long'
  | 'present in other letters'
  | 'present with a space'
  | 'present with more'
  | 'present in wide letters'
  | 'as long, and of other letters'
  | 'the user id'
  | 'present with a signature'
  | 'old, then present'
  | 'unknown, then present'
  | 'present, then unknown'
  | 'present among others';

export type EmailChoice = 'right' | 'unknown' | 'in other letters' | 'none' | 'empty' | 'twice' | 'nested';

export type PasswordChoice =
  | 'right'
  | 'wrong'
  | 'of another'
  | 'cut'
  | 'with more'
  | 'in another form'
  | 'before'
  | 'stored hash'
  | 'none'
  | 'empty'
  | 'twice'
  | 'nested';

/** `password first`, `among other fields`: where the two fields stand; `encoded`: each letter is; `no body`: neither is sent. */
export type FormManner = 'plain' | 'password first' | 'among other fields' | 'encoded' | 'no body';

export type FormChoice = { email: EmailChoice; password: PasswordChoice; manner: FormManner };

/**
 * A step of a walk, as data: users and browsers are numbers, taken round those that are there, so that every step can be done
 * whatever came before it, and any of them can be left out.
 */
export type WalkStep = RequestStep | Batch | Scene;

/** A step that is one request. */
export type RequestStep =
  | ({ do: 'log in' } & Login)
  | ({ do: 'ask' } & Asking)
  | { do: 'log out'; browser: number; cookie: CookieChoice; slash: boolean };

/** A step that is many requests, of which none but the last changes anything. */
export type Batch =
  /** The same path with each method. */
  | ({ do: 'ask in every way'; path: string } & Who)
  /** Other paths with each method. */
  | ({ do: 'ask elsewhere in every way' } & Who)
  /** By nobody, and by somebody who is known. */
  | ({ do: 'ask for every path' } & Who)
  /** `me` with each kind of cookie. */
  | ({ do: 'bring every cookie' } & Who)
  /** `me` with each of some headers that change nothing. */
  | ({ do: 'ask with every header' } & Who)
  /** The login with each form, and then with the right one in each way that it may be sent. */
  | ({ do: 'fill in every form' } & Who)
  /** The right form in each way that it may be sent. */
  | ({ do: 'log in in every way' } & Who)
  /** The right login with each of those headers. */
  | ({ do: 'log in with every header' } & Who);

/** A step that depends on what it is answered on the way. */
export type Scene =
  /** A session comes to a browser: by the login, or where there is none yet, by the method. */
  | ({ do: 'enter' } & Who)
  /** So often, one after the other, in one browser; and all of them are asked for. */
  | ({ do: 'enter again and again'; times: number } & Who)
  /** A session from its beginning to its end, used on the way. */
  | ({ do: 'live through' } & Who)
  /** Two cookies of the name in one header: whose are they, and which of them does a logout end? */
  | ({ do: 'bring two cookies' } & Who)
  /** Sessions of one user and of another are made at the same time, and others are asked for meanwhile. */
  | ({ do: 'at the same time' } & Who)
  /** Two browsers are served over one connection that stays open, as behind a proxy. */
  | ({ do: 'over one connection' } & Who)
  /** A user gets many sessions at once. A server that keeps a limited number would lose the first. */
  | ({ do: 'make many sessions'; count: number } & Who)
  /** The methods of the authentication in force are called with what is no user id and no session id, and with all session ids. */
  | ({ do: 'call the methods'; odd: unknown[] } & Who)
  /** `destroySession` is called with requests that bring every kind of cookie, and at last the right one. */
  | ({ do: 'call destroySession' } & Who)
  /** `sessionCookie` is called with requests that bring all that may stand in a `Cookie` header, or `only` one such header. */
  | ({ do: 'read cookies'; only?: string | undefined } & Who)
  /** Requests with the same cookie or the same `Authorization` header at the same time: every pair of the two. */
  | ({ do: 'ask together' } & Who)
  /** A user gets another password and another name; and makes room for a new one with the same e-mail. */
  | ({ do: 'change user' } & Who)
  /** A user is removed: neither session nor password opens any more. */
  | ({ do: 'remove user' } & Who)
  /** One user is guessed at, wrong so many times; then the right password opens. */
  | ({ do: 'guess the password'; times: number } & Who)
  /** Of two sessions one is ended: every other kind of cookie comes first, and ends none. */
  | ({ do: 'log out with every cookie' } & Who)
  /** One session is ended twice at the same time. */
  | ({ do: 'log out twice' } & Who)
  | ({ do: 'wait' } & Who)
  /** The server is stopped so and started again, once for each of these. */
  | ({ do: 'restart'; by: readonly Stop[] } & Who);

export type Stop = StopSignal | 'SIGKILL';

/** Steps of one kind. */
export type Step<Name extends WalkStep['do']> = Extract<WalkStep, { do: Name }>;

export type Who = { browser: number; user: number };

export type Login = Who & {
  form: FormChoice;
  brings: CookieChoice;
  https: boolean;
  type: string;
  slash: boolean;
  header?: Header;
};
export type Asking = Who & {
  method: string;
  path: string;
  cookie: CookieChoice;
  /** Whether credentials of the user come along. */
  basic: boolean | 'old password';
  header?: Header;
  /** The text of a form that comes along. */
  form?: string;
};
export type Header = readonly [name: string, value: string];
