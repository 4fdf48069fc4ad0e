import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { leaks, secretLines } from './kit_leaks.ts';

const secrets = await secretLines();
const [first, second] = [...secrets].filter((line) => line.includes("'")) as [string, string];
const source = `  const before = 1;\n    ${first}\n\t${second}\n`;

test.each<[string, Buffer]>([
  ['as it is', Buffer.from(source)],
  ['between bytes', Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from(source), Buffer.from([0])])],
  ['in a JSON string', Buffer.from(JSON.stringify({ sourcesContent: [source] }))],
  ['as base64', Buffer.from(`x = "${Buffer.from(source).toString('base64')}"`)],
  [
    'in a source map in a comment',
    Buffer.from(`//# data:;base64,${Buffer.from(JSON.stringify([source])).toString('base64')}`),
  ],
  ['as base64 behind letters', Buffer.from(`abc${Buffer.from(source).toString('base64')}`)],
  ['with gzip', gzipSync(source)],
  ['with deflate', deflateSync(source)],
  ['with brotli', brotliCompressSync(source)],
  ['with gzip, as base64', Buffer.from(gzipSync(source).toString('base64'))],
  ['in UTF-16', Buffer.from(source, 'utf16le')],
  ['in UTF-16, at an odd place', Buffer.concat([Buffer.from([7]), Buffer.from(source, 'utf16le')])],
])('a line that is there %s is found', (_how, content) => {
  expect(leaks(new Map([['file', content]]), secrets)).toEqual(expect.arrayContaining([first, second]));
});

test('the secrets are many, and other lines are none', () => {
  expect(secrets.size).toBeGreaterThan(2000);
  expect(leaks(new Map([['file', Buffer.from('const nothing = "of this course";\n')]]), secrets)).toEqual([]);
});
