import { describe, expect, test } from 'vitest';
import { missingPart } from '../../e2e/system_parts.ts';
import { sandboxOf } from '../../sandbox/available.ts';
import type { Sandbox, SandboxLevel } from '../../sandbox/level.ts';
import { LIMITS } from '../limits.ts';
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
    expect(results).toEqual([
      ...many.map(() => expect.objectContaining({ gaveUp: true })),
      { code: expect.any(String) },
    ]);
    const untried = results.filter(
      (result) => 'error' in result && result.error.message.startsWith('it was not tried'),
    );
    expect(untried.length).toBeGreaterThanOrEqual(2);
  });
});

describe('what a submission may cost', () => {
  const sandbox = sandboxOf(LEVELS.at(-1) ?? 'none');
  /** esbuild tries each `<` as the beginning of type arguments, and so takes seconds. */
  const slow = (name: string) => ({ name, content: Buffer.from(`export const a = 1, x = ${'a<'.repeat(7000)}1;`) });
  /** So many bytes in a constant, which is written out once for itself and at each of its uses. */
  const large = (name: string, bytes: number, uses: number) => ({
    name,
    content: Buffer.from(`const enum E { A = '${'x'.repeat(bytes)}' }\nexport const a = [${'E.A,'.repeat(uses)}];`),
  });

  test('its time is that of all its files together, and its small files come first', async () => {
    const files = [slow('1.ts'), slow('2.ts'), slow('3.ts'), GOOD];
    const results = await compileFiles(files, sandbox, { ...LIMITS, compileAll: 2000 });
    const refused = {
      error: { message: expect.stringContaining('together take more than 2 s'), line: 1 },
      gaveUp: true,
    };
    expect(results).toMatchObject([refused, refused, refused, { code: expect.any(String) }]);
  });

  test('a file that becomes much more is refused, and no other', async () => {
    const [refused, good] = await compileFiles([large('large.ts', 600_000, 30), GOOD], sandbox);
    expect(refused).toEqual({ error: { message: expect.stringContaining('more than 8 MiB'), line: 1 } });
    expect(good).toMatchObject({ code: expect.any(String) });
  });

  test('what does not fit beside the files before it is refused, and what is small still fits', async () => {
    const files = [GOOD, large('1.ts', 100_000, 3), large('2.ts', 100_000, 3), large('3.ts', 100_000, 4)];
    const results = await compileFiles(files, sandbox, { ...LIMITS, modulesBytes: 1_000_000 });
    const code = { code: expect.any(String) };
    const refused = { error: { message: expect.stringContaining('together become more than'), line: 1 } };
    expect(results).toEqual([code, code, code, refused]);
  });
});

test('characters that end a line elsewhere are a part of a module', async () => {
  const content = Buffer.from('export const one = String.raw`\u2028\u2029`;\n');
  const [compiled] = await compileFiles([{ name: 'lines.ts', content }], sandboxOf('none'));
  expect(compiled).toMatchObject({ code: expect.stringContaining('`\u2028\u2029`') });
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
