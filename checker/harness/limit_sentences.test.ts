import { expect, test } from 'vitest';
import { limitSentence } from './limit_sentences.ts';

const error = (message: string) => ({ name: 'Error', message, stack: '' });

test.each([
  ['Access to this API has been restricted. Use --allow-child-process to manage permissions.', /no other program/],
  ["EMFILE: too many open files, open 'x'", /more than 256 files and connections/i],
  ['EFBIG: file too large, write', /16 MiB/],
  ['spawn /bin/true EAGAIN', /more than 32 processes/i],
  ["EROFS: read-only file system, open '/kata/x'", /own working folder/],
  ['connect ENETUNREACH 127.0.0.1:80', /no network/i],
])('%s is explained', (message, sentence) => {
  expect(limitSentence(error(message), '/submission')).toMatch(sentence);
});

test('an error of the learner alone needs no such sentence', () => {
  expect(limitSentence(error('x is not a function'), '/submission')).toBe(undefined);
});

test.each([
  ['/submission/api/v1/session.config.json', '"api/v1/session.config.json" is left out of a submission: rename it.'],
  ['/submission/__fixtures__/users/ada.txt', '"__fixtures__" is left out of a submission: rename it.'],
  // What is above the submission's root, or beside it, says nothing of its names.
  ['/submission/api/v1/words.txt', undefined],
  ['/scratch/users.db', undefined],
])('a file that is not there, %s, was perhaps left out', (path, sentence) => {
  const message = `ENOENT: no such file or directory, open '${path}'`;
  expect(limitSentence(error(message), '/submission')).toBe(sentence);
});
