import { createHash } from 'node:crypto';
import { NOT_ON_WINDOWS } from '../../intake/names.ts';
import { foldCase } from '../../submission/fold_case.ts';

/** What a name of a file may hold of a learner's name: letters, marks and digits of any script that can be seen. */
const UNFIT = /(?:[^\p{L}\p{M}\p{N}_-]|\p{Default_Ignorable_Code_Point})+|^-/gu;

/** Bytes, with room for a hash, for what stands behind a name, and for a draft of it: 255 are the most on Linux. */
const MOST = 150;

const HASHED = /-(?:[0-9a-f]{8}|[0-9a-f]{16})$/;

/**
 * A name for the files of each learner, in their order: unique in the class on every system, and made of the learner's name alone.
 * So nobody's files become those of another when learners come and go. A name that is fit for a file stays as it is; any
 * other has a hash behind it. Only where two learners have one name, where their work lies tells them apart.
 */
export function fileNames(learners: { name: string; path: Buffer }[]): string[] {
  const files = learners.map(({ name }) => fileName(name));
  const counts = Map.groupBy(files, (file) => file);
  return learners.map(({ name, path }, index) => {
    const file = files[index] as string;
    return counts.get(file)?.length === 1 ? file : `${readable(name)}-${hash(path, 16)}`;
  });
}

function fileName(name: string): string {
  const plain = readable(name);
  const isFit = plain === name && name === foldCase(name) && !NOT_ON_WINDOWS.test(name) && !HASHED.test(name);
  return isFit ? plain : `${plain}-${hash(name, 8)}`;
}

function readable(name: string): string {
  const plain = name.normalize('NFC').replace(UNFIT, '_') || '_';
  let end = plain.length;
  while (Buffer.byteLength(plain.slice(0, end)) > MOST) end -= 1;
  return plain.slice(0, end).replace(/[\ud800-\udbff]$/, '');
}

function hash(content: string | Buffer, digits: number): string {
  return createHash('sha256').update(content).digest('hex').slice(0, digits);
}
