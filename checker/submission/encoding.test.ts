import { expect, test } from 'vitest';
import { encodingFault } from './encoding.ts';

const CODE = "import { Auth } from './auth.ts';\n\n// Größe, ключ, 鍵\nexport class SessionAuth extends Auth {}\n";
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

test.each([
  ['UTF-16 with a mark', Buffer.from(`\ufeff${CODE}`, 'utf16le'), 'UTF-16'],
  ['UTF-16 with a mark, the other way round', swapped(`\ufeff${CODE}`), 'UTF-16'],
  ['UTF-16 without a mark', Buffer.from(CODE, 'utf16le'), 'UTF-16'],
  ['UTF-16 without a mark, the other way round', swapped(CODE), 'UTF-16'],
  ['UTF-16 mostly of other letters', Buffer.from(`// ${'ключ '.repeat(20)}\n`, 'utf16le'), 'UTF-16'],
  ['UTF-32 with a mark', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), 'UTF-32'],
])('%s cannot be read', (_title, content, encoding) => {
  expect(encodingFault(content)).toBe(`it is saved as ${encoding}: save it as UTF-8.`);
});

test.each([
  ['UTF-8', Buffer.from(CODE)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${CODE}`)],
  ['latin1', Buffer.from('// Größe\nexport const a = 1;\n', 'latin1')],
  ['a zero in a text', Buffer.from("export const separator = '\0';\n")],
  ['nothing', Buffer.alloc(0)],
  ['one letter', Buffer.from('a')],
])('%s can be read', (_title, content) => {
  expect(encodingFault(content)).toBeUndefined();
});
