import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { renderSpec } from './spec.ts';

const TABLE = '| | HTTP Basic | session |\n|---|---|---|\n| the client sends | e-mail and password | session id |\n';

test('a table that fits is a table', async () => {
  const lines = await renderSpec(TABLE, { columns: 80, color: false });
  expect(lines.join('\n')).toContain('│ the client sends │ e-mail and password │ session id │');
});

test('a table that does not fit is told row by row, and nothing of it is lost', async () => {
  const lines = await renderSpec(TABLE, { columns: 40, color: false });
  expect(lines).toEqual(['the client sends', '    HTTP Basic: e-mail and password', '    session: session id']);
});

test('colours change no text', async () => {
  const markdown = `# Title\n\nSome \`code\`, **strong** and [a link](https://example.com).\n\n${TABLE}`;
  const [plain, colored] = await Promise.all(
    [false, true].map((color) => renderSpec(markdown, { columns: 60, color })),
  );
  expect(plain?.join('\n')).toBe(stripVTControlCharacters(plain?.join('\n') ?? ''));
  expect(colored?.map(stripVTControlCharacters).join('\n').replace(/\s+/g, ' ')).toContain('Some code, strong and');
});
