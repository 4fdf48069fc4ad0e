import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCase } from '../../submission/fold_case.ts';
import { fileNames } from './file_name.ts';

const at = (path: string) => ({ name: path.split('/').at(-1) as string, path: Buffer.from(`/class/${path}`) });
const named = (...paths: string[]) => fileNames(paths.map(at));

test('a name that is fit for a file is the name of the file', () => {
  const plain = ['ann', 'b2', 'de_luca', 'jean-luc', 'søren', 'мария', '学生', 'علي', 'दीपा', '2024-017'];
  expect(named(...plain)).toEqual(plain);
});

test.each([
  ['a capital, which some systems take for a small letter', 'Ann', /^Ann-[0-9a-f]{8}$/],
  ['a capital of another script', 'Мария', /^Мария-[0-9a-f]{8}$/],
  ['a blank', 'ann lee', /^ann_lee-[0-9a-f]{8}$/],
  ['what a shell takes for an option', '-rf', /^_rf-[0-9a-f]{8}$/],
  ['a way upwards', '../x', /^_x-[0-9a-f]{8}$/],
  ['a dot', 'ann.lee', /^ann_lee-[0-9a-f]{8}$/],
  ['a script for a page', '<script>alert(1)', /^_script_alert_1_-[0-9a-f]{8}$/],
  ['a device of Windows', 'con', /^con-[0-9a-f]{8}$/],
  ['another', 'COM1', /^COM1-[0-9a-f]{8}$/],
  ['another with a small digit', 'lpt¹', /^lpt¹-[0-9a-f]{8}$/],
  ['letters that nobody sees', 'ann\u3164\u115f', /^ann_-[0-9a-f]{8}$/],
  ['no letter at all', '🙂', /^_-[0-9a-f]{8}$/],
  ['nothing', '', /^_-[0-9a-f]{8}$/],
  ['half a character', 'a\ud800', /^a_-[0-9a-f]{8}$/],
  ['what one of these names looks like', 'ann-0123abcd', /^ann-0123abcd-[0-9a-f]{8}$/],
  ['another Unicode form', 'Zoë'.normalize('NFD').toLowerCase(), /^zoë-[0-9a-f]{8}$/],
])('%s: readable, with a hash of the name', (_what, name, file) => {
  expect(fileNames([{ name, path: Buffer.from(name) }])[0]).toMatch(file);
});

test('who else is in the class changes no name', () => {
  const class_ = ['А', 'Б', 'В', 'Ann', 'ann', 'ANN', 'con', '🙂', '🙃'];
  const alone = class_.map((name) => named(name)[0]);
  expect(named(...class_)).toEqual(alone);
  expect(named(...class_.toReversed())).toEqual(alone.toReversed());
  expect(new Set(alone.map((name) => foldCase(String(name)))).size).toBe(class_.length);
});

test('two with one name are told apart by where they lie, and nobody else is touched', () => {
  const [one, two, cid] = named('x/bob', 'y/bob', 'cid');
  expect(named('cid', 'y/bob', 'x/bob')).toEqual([cid, two, one]);
  expect(one).toMatch(/^bob-[0-9a-f]{16}$/);
  expect(two).not.toBe(one);
  expect(cid).toBe('cid');
});

test('names of any kind become files that every system keeps apart', () => {
  const names = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 400 }), { maxLength: 8 });
  fc.assert(
    fc.property(names, (class_) => {
      const files = named(
        ...class_.map((name) => name.replaceAll('/', '')).filter((name, i, all) => all.indexOf(name) === i),
      );
      expect(new Set(files.map(foldCase)).size).toBe(files.length);
      for (const file of files) {
        expect(file).toMatch(/^[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_-]*$/u);
        expect(file).toBe(file.normalize('NFC'));
        expect(Buffer.byteLength(file)).toBeLessThanOrEqual(180);
      }
    }),
  );
});
