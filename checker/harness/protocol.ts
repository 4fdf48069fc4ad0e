import { types } from 'node:util';
import * as devalue from 'devalue';

/**
 * The messages between the checker and the stub in a learner's process.
 * Values that checks hand over or get back travel as devalue texts: JSON that keeps `undefined`, `Map`, `Date` and cycles.
 */

export type LoadRequest = {
  do: 'load';
  /** Counts the times that this process loads the submission, from 0. */
  instance: number;
  /** Absolute path of the folder with the learner's modules, as compiled. */
  root: string;
  /** The module that exports `app`, relative to the root. */
  entry: string;
  environment: Record<string, string>;
  /** What the learner's clock shows, in milliseconds since 1970 (UTC). */
  now: number;
  /** Whether timeouts and intervals stand still as well, until the check moves the clock. */
  fakeTimers: boolean;
  /** Modules that stand in the place of files of the submission, or beside them: their code by their names from the root. */
  replaced?: Record<string, string>;
};

export type Request =
  | LoadRequest
  | { do: 'evaluate'; modules: string[]; source: string; args: string }
  | { do: 'advance'; milliseconds: number }
  /** A signal comes from outside, as when somebody stops the server. */
  | { do: 'signal'; signal: StopSignal }
  /** What comes from now on is for an instance that was loaded before. */
  | { do: 'enter'; instance: number }
  /** All that is loaded is as good as ended: no timeout or interval of it comes due any more. */
  | { do: 'leave' };

/** Signals by which a server is asked to end. */
export type StopSignal = 'SIGTERM' | 'SIGINT';

export type RequestMessage = { id: string } & Request;

/** An error of the learner's code, as text: nothing in it is to be trusted. */
export type RemoteError = { name: string; message: string; stack: string };

export type ReplyMessage = { id: string } & ({ value: string } | { error: RemoteError });

/** What the stub tells by itself: that it may be given a submission, and what killed it. */
export type Notice = { notice: 'warm' } | { notice: 'crash'; error: RemoteError };

/** A request that the learner's server has received in this process: `evaluate` turns it into the real Express request. */
export class RequestHandle {
  readonly stream: number;
  /** Method and path, for whoever tells what was done with it. */
  readonly line: string;

  constructor(stream: number, line: string) {
    this.stream = stream;
    this.line = line;
  }
}

const OPAQUE = ['instance', 'function', 'symbol', 'promise'] as const;

/** Stands for a value that is no data: an instance of a class (with its own data properties), a function, a symbol or a promise. */
export class Opaque {
  readonly kind: (typeof OPAQUE)[number];
  /** Of the class, or of the function. */
  readonly name: string;
  readonly properties: Record<string, unknown>;

  constructor(kind: Opaque['kind'], name = '', properties: Record<string, unknown> = {}) {
    this.kind = kind;
    this.name = name;
    this.properties = properties;
  }
}

/** Text of the arguments of an `evaluate`. @throws {NoDataError} where one of them holds what is no data */
export function encodeArguments(args: readonly unknown[]): string {
  return devalue.stringify(args, {
    Request: (value) => value instanceof RequestHandle && value.stream,
    Opaque: (value) => {
      if (value instanceof Opaque) throw new NoDataError(value.kind === 'instance' ? value.name : value.kind);
      return false;
    },
  });
}

/** A value that came from the learner's process cannot go back there: it is no data. */
export class NoDataError extends Error {}

export function decodeArguments(text: string, findRequest: (stream: number) => unknown): unknown[] {
  return devalue.parse(text, { Request: findRequest }) as unknown[];
}

/** Text of whatever an `evaluate` gave back. Never throws for the kind of value: what is no data becomes `Opaque`. */
export function encodeResult(value: unknown): string {
  return devalue.stringify(value, { Opaque: (item) => describeOpaque(item) });
}

/** How devalue marks a list with holes. It says its length, which may be billions: to walk it would take for ever. */
const HOLES = -7;

/** The longest text of a number, in characters: to read a longer one takes more than linear time. */
const MAX_LITERAL = 1000;

/** What `encodeResult` makes, by the names that devalue gives it. Of the others some are slow to read: a pattern is compiled. */
const READABLE: ReadonlySet<unknown> = new Set(['Date', 'Map', 'Set', 'BigInt', 'null', 'Opaque']);

/**
 * So many values may be in what came back. A value counts once for each path to it, because whoever compares or tells of it
 * walks every path: fifty lists, each of the same fifty lists, and so on, are few bytes and millions of values.
 */
const MAX_VALUES = 50_000;

/** How deeply values may be nested. Comparing two that are deeper could overflow the stack. */
const MAX_DEPTH = 100;

/** Throws where the text is not one that `encodeResult` could have made, for lists with holes, and for what is too large. */
export function decodeResult(text: string): unknown {
  const items: unknown = JSON.parse(text);
  if (Array.isArray(items) && items.some(isUnreadable))
    throw new RangeError('A list has holes, a number is too long, or a value is of a kind that is never sent.');
  const value: unknown = devalue.parse(text, {
    Opaque: ([kind, name, properties]: [unknown, unknown, unknown]) =>
      new Opaque(OPAQUE.find((each) => each === kind) ?? 'instance', String(name), plainProperties(properties)),
  });
  countValues(value, { left: MAX_VALUES, around: new Set() });
  return value;
}

function isUnreadable(item: unknown): boolean {
  if (!Array.isArray(item)) return false;
  const [kind, literal] = item as unknown[];
  if (typeof kind === 'string')
    return !READABLE.has(kind) || (kind === 'BigInt' && String(literal).length > MAX_LITERAL);
  return kind === HOLES;
}

/** Throws a RangeError where there are more values than are left, or too many levels. What holds itself ends where it begins again. */
function countValues(value: unknown, count: { left: number; around: Set<object> }): void {
  count.left -= 1;
  if (count.left < 0) throw new RangeError(`There are more than ${MAX_VALUES} values.`);
  if (typeof value !== 'object' || value === null || count.around.has(value)) return;
  if (count.around.size === MAX_DEPTH) throw new RangeError(`There are more than ${MAX_DEPTH} levels.`);
  count.around.add(value);
  for (const inside of valuesIn(value)) countValues(inside, count);
  count.around.delete(value);
}

function valuesIn(value: object): unknown[] {
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set) return [...value];
  return Object.values(value);
}

function plainProperties(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
}

function describeOpaque(value: unknown): [Opaque['kind'], string, Record<string, unknown>] | false {
  if (typeof value === 'function') return ['function', String(value.name), {}];
  if (typeof value === 'symbol') return ['symbol', '', {}];
  if (types.isPromise(value)) return ['promise', '', {}];
  if (typeof value !== 'object' || value === null || isData(value)) return false;
  return ['instance', constructorName(value), { ...value }];
}

const DATA_PROTOTYPES = [Object.prototype, Array.prototype, Map.prototype, Set.prototype, null];

function isData(value: object): boolean {
  // The learner's clock puts another `Date` in the place of the one that is known here.
  if (types.isDate(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return DATA_PROTOTYPES.includes(prototype) && Object.getOwnPropertySymbols(value).length === 0;
}

function constructorName(value: object): string {
  const maker: unknown = value.constructor;
  return typeof maker === 'function' && maker.name ? String(maker.name) : 'object';
}
