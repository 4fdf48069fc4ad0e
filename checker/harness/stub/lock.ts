/**
 * Objects of the language that the stub and the checks' functions rely on in this process. `Date` and timers are the clock's, and
 * what is on `Error.prototype` every program assigns.
 */
const WHOLE = [
  Map,
  Set,
  WeakMap,
  WeakSet,
  Array,
  String,
  Number,
  Boolean,
  BigInt,
  Symbol,
  Promise,
  RegExp,
  Function,
  Proxy,
] as const;
const STATIC = { Object, Reflect, JSON, Math } as const;

/**
 * What the bytes of the channel are made of. These are closed: a property that was added between them and what they inherit from
 * would stand before it, as a `length` or a `Symbol.species` would that hands the bytes over.
 */
const BYTES = [
  Buffer,
  Uint8Array,
  Object.getPrototypeOf(Uint8Array) as typeof Uint8Array,
  ArrayBuffer,
  DataView,
] as const;

/** What lists, maps, texts and generators are walked with. */
const WALKS = [[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](), 'x'.matchAll(/x/g)];
const GENERATORS = [(function* () {})(), (async function* () {})()];

/** To these a program assigns on objects of its own, which it could not where a prototype has them read-only. */
const COMMON: ReadonlySet<string | symbol> = new Set(['toString', 'toLocaleString', 'valueOf']);

/** Checks put a known sequence into the one, and take it away again; the other is a setting of Node's. They stay plain values. */
const ASSIGNED: ReadonlySet<string | symbol> = new Set(['random', 'poolSize']);

/**
 * Keeps what the language brings as it is: no property of it is replaced, and none added. A submission that replaced `Set` or
 * `Array.prototype.map` would decide what a check finds out in its process; and so would one that added a `then`, a
 * `Symbol.hasInstance`, or a setter for the place 0 of every list.
 */
export function lockIntrinsics(): void {
  for (const each of WHOLE) {
    for (const owner of [each, each.prototype ?? each]) {
      lock(owner);
      Object.preventExtensions(owner);
    }
    lockGlobal(each.name, each);
  }
  for (const each of BYTES) {
    lock(each);
    Object.preventExtensions(each);
    Object.freeze(each.prototype);
  }
  lockGlobal('Buffer', Buffer);
  for (const [name, each] of Object.entries(STATIC)) {
    lock(each);
    Object.preventExtensions(each);
    lockGlobal(name, each);
  }
  for (const each of [...WALKS, ...GENERATORS])
    for (let owner = Object.getPrototypeOf(each); owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
      lock(owner);
      Object.preventExtensions(owner);
    }
  // Whatever every object would have, every object of ours would have: `then`, `toJSON`, `get`.
  Object.preventExtensions(Object.prototype);
}

function lock(owner: object): void {
  for (const key of Reflect.ownKeys(owner)) {
    const found = Object.getOwnPropertyDescriptor(owner, key);
    if (!found?.configurable || COMMON.has(key)) continue;
    const fixed = 'value' in found ? { writable: ASSIGNED.has(key) } : {};
    Object.defineProperty(owner, key, { ...found, ...fixed, configurable: false });
  }
}

function lockGlobal(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: false, enumerable: false, configurable: false });
}

/** Copies all members of an object's prototypes to the object itself, so that replacing one of them there does not affect it. */
export function pin<Pinned extends object>(object: Pinned): Pinned {
  for (
    let owner = Object.getPrototypeOf(object);
    owner && owner !== Object.prototype;
    owner = Object.getPrototypeOf(owner)
  )
    for (const key of Reflect.ownKeys(owner))
      if (key !== 'constructor' && !Object.hasOwn(object, key))
        Object.defineProperty(object, key, { ...Object.getOwnPropertyDescriptor(owner, key), configurable: true });
  return object;
}
