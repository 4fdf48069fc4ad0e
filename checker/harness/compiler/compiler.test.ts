import { describe, expect, test } from 'vitest';
import { missingPart } from '../../e2e/system_parts.ts';
import { sandboxOf } from '../../sandbox/available.ts';
import type { Sandbox, SandboxLevel } from '../../sandbox/level.ts';
import { compileFiles } from './compiler.ts';

const GOOD = { name: 'good.ts', content: Buffer.from('export const one: number = 1;\n') };
const WRONG = { name: 'wrong.ts', content: Buffer.from('\nexport const = 1;\n') };

const nested = (open: string, times = 300_000) => Buffer.from(open.repeat(times));
const chained = (part: string, times: number) => Buffer.from(`export const x = 1${part.repeat(times)};`);

/** Each ends esbuild when it is compiled beside the good one, or does not: then it is a module, or an error of its own. */
const DEEP: Record<string, Buffer> = {
  parentheses: nested('('),
  lists: nested('['),
  blocks: nested('{'),
  templates: nested('`${'),
  functions: nested('()=>'),
  types: Buffer.from(`type T = ${'['.repeat(300_000)}`),
  signs: nested('!', 2_000_000),
  sums: chained('+1', 1_000_000),
  choices: chained('?1:1', 500_000),
};

const LEVELS: SandboxLevel[] = missingPart('strong') === undefined ? ['none', 'strong'] : ['none'];

describe.each(LEVELS)('at level %s', (level) => {
  const sandbox = sandboxOf(level);

  test('a module is compiled, and what is wrong with another is told with its place', async () => {
    const [good, wrong] = await compileFiles([GOOD, WRONG], sandbox);
    expect(good).toMatchObject({ code: expect.stringMatching(/^const one = 1;\nexport [\s\S]*sourceMappingURL/) });
    expect(wrong).toMatchObject({ error: { message: 'Expected identifier but found "="', line: 2 } });
  });

  test('deep parentheses cost their own file alone', () => costsItself(DEEP.parentheses, sandbox));
});

describe('what ends the compiler', () => {
  const sandbox = sandboxOf(LEVELS.at(-1) ?? 'none');

  test.each(Object.keys(DEEP))('deep %s cost their own file alone', { tags: 'long' }, (name) =>
    costsItself(DEEP[name], sandbox),
  );

  test('after three files that end it, the rest is not tried', async () => {
    const many = Array.from({ length: 5 }, (_, index) => ({ name: `${index}.ts`, content: nested('(') }));
    const results = await compileFiles([...many, GOOD], sandbox);
    expect(results.slice(0, -1)).toEqual(many.map(() => expect.objectContaining({ gaveUp: true })));
    const untried = results.filter(
      (result) => 'error' in result && result.error.message.startsWith('it was not tried'),
    );
    // The good one may be among them: it had no answer either when the first process ended.
    expect(untried.length).toBeGreaterThanOrEqual(2);
  });
});

async function costsItself(content: Buffer | undefined, sandbox: Sandbox): Promise<void> {
  const deep = { name: 'deep.ts', content: content ?? Buffer.alloc(0) };
  const [before, own, after] = await compileFiles([GOOD, deep, { ...GOOD, name: 'other.ts' }], sandbox);
  for (const good of [before, after]) expect(good).toMatchObject({ code: expect.stringContaining('one = 1') });
  expect(own).toSatisfy((result) => 'code' in result || result.error.line >= 1);
  expect(await compileFiles([GOOD], sandbox)).toMatchObject([{ code: expect.stringContaining('one = 1') }]);
}

test('two submissions at the same time: the one that ends the compiler does not cost the other', async () => {
  const sandbox = sandboxOf('none');
  const deep = { name: 'deep.ts', content: nested('(') };
  const [bad, good] = await Promise.all([compileFiles([deep], sandbox), compileFiles([GOOD, WRONG], sandbox)]);
  expect(bad).toMatchObject([{ gaveUp: true }]);
  expect(good).toMatchObject([{ code: expect.any(String) }, { error: { line: 2 } }]);
});
