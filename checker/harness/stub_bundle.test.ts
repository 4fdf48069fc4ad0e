import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stubBundle } from './stub_bundle.ts';

const require = createRequire(import.meta.url);

test.each(['express', 'cookie-parser', 'uuid', 'kysely'])(
  'functions of the bundled %s have their own names',
  async (name) => {
    const { packages } = require(join(await stubBundle(), 'bundle.cjs')) as { packages: Record<string, object> };
    const names = namesIn(await import(name));
    expect(names.length).toBeGreaterThan(1);
    expect(namesIn(packages[name])).toEqual(names);
  },
);

/** The functions that can be reached from some exports, by where they are: `Router.prototype.use is use`. */
function namesIn(exports: unknown): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const look = (value: unknown, path: string) => {
    if ((typeof value !== 'function' && typeof value !== 'object') || value === null || seen.has(value)) return;
    seen.add(value);
    if (typeof value === 'function') found.push(`${path} is ${value.name}`);
    for (const [key, { value: part }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
      if (!['constructor', 'super_', 'caller', 'callee', 'arguments'].includes(key)) look(part, `${path}.${key}`);
  };
  // What CommonJS and modules make of each other differs in these: they are the package itself.
  const { default: main, 'module.exports': _same, ...named } = exports as Record<string, unknown>;
  look(main ?? named, '');
  return found.sort();
}
