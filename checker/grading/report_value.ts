import * as z from 'zod';
import type { Tagged, Value } from '../harness/value.ts';

const text = z.string();
const items = z.array(z.lazy(() => value));

const tagged = z.discriminatedUnion('$kind', [
  z.strictObject({ $kind: z.enum(['undefined', 'symbol', 'promise', 'left out']) }),
  z.strictObject({ $kind: z.enum(['number', 'bigint', 'Date', 'words']), text }),
  z.strictObject({ $kind: z.literal('function'), name: text }),
  z.strictObject({ $kind: z.enum(['Map', 'Set']), items }),
  z.strictObject({ $kind: z.literal('instance'), name: text, properties: z.lazy(() => value) }),
  z.strictObject({ $kind: z.literal('object'), entries: z.array(z.tuple([text, z.lazy(() => value)])) }),
]) satisfies z.ZodType<Tagged>;

/** A value as it stands in a report (`harness/value.ts`). */
export const value: z.ZodType<Value> = z
  .union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    items,
    tagged,
    z.record(
      z.string().regex(/^(?!\$kind$)/),
      z.lazy(() => value),
    ),
  ])
  .meta({
    id: 'value',
    description:
      'A value of JSON stands for itself. What JSON has no word for is an object that names its kind under `$kind`; `words` is no value, but says which would be right.',
  });

const place = z
  .array(z.string())
  .describe('Where: `status`, `header` and a name, `body` and the keys; or keys of a value.');

/** One place in which two values differ. */
export const difference = z.strictObject({
  path: place,
  expected: value.optional().describe('Missing where there should be nothing.'),
  actual: value.optional().describe('Missing where there is nothing.'),
});
