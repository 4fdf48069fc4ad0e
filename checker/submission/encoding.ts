/** So many bytes are looked at for the pattern of UTF-16. */
const LOOKED_AT = 4096;

const MARKS: [string, number[]][] = [
  // The longer mark first: it begins like one of UTF-16.
  ['UTF-32', [0xff, 0xfe, 0, 0]],
  ['UTF-32', [0, 0, 0xfe, 0xff]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
];

/**
 * What is wrong with how a source is encoded, so that nobody can read it: a sentence that goes on after its name. Undefined if it
 * can be read: in UTF-8, with a byte order mark or without one, or in a superset of ASCII with one byte for each letter.
 */
export function encodingFault(content: Buffer): string | undefined {
  const marked = MARKS.find(([, mark]) => content.subarray(0, mark.length).equals(Buffer.from(mark)));
  const encoding = marked?.[0] ?? (isUtf16(content) ? 'UTF-16' : undefined);
  return encoding && `it is saved as ${encoding}: save it as UTF-8.`;
}

/** Whether a text without a mark is UTF-16: code is mostly ASCII, and there every second byte is zero, and hardly any other. */
function isUtf16(content: Buffer): boolean {
  const zeros = [0, 0];
  const length = Math.min(content.length, LOOKED_AT) & ~1;
  for (let index = 0; index < length; index += 1)
    if (content[index] === 0) zeros[index & 1] = (zeros[index & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  return Math.max(even, odd) > length / 16 && Math.min(even, odd) < length / 64;
}
