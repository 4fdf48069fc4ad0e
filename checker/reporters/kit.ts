import type { MadeKit } from '../kit/make_kit.ts';

/** What `kata kit` did. `out` is the folder as the user named it. */
export function kitLines({ isNew, write, remove, kept, replaced }: MadeKit, out: string): string[] {
  const head = headline({ isNew, changes: write.size + remove.length }, out);
  const offered = kept.map(({ name, offered: beside }) =>
    beside === undefined
      ? `${name} was changed in the kit. It stays, though the kit has no such file any more.`
      : `${name} was changed in the kit. It stays as it is, and the new one is ${beside}.`,
  );
  const moved = replaced.map(
    ({ name, moved: to }) =>
      `${name} was changed in the kit. It belongs to the program, so it is new now; the old one is ${to}.`,
  );
  return [head, ...offered, ...moved, ...(isNew ? NEXT : [])];
}

const NEXT = [
  'Commit it, and hand it out. Learners run `npm ci`, then `npm run kata`; after `npm ci` it needs no network.',
  'Run this again to bring it up to date: nothing of a learner is changed.',
];

function headline({ isNew, changes }: { isNew: boolean; changes: number }, out: string): string {
  if (isNew) return `The kit is in ${out}.`;
  if (changes === 0) return `The kit in ${out} is up to date.`;
  return `The kit in ${out} is up to date now: ${changes} ${changes === 1 ? 'file' : 'files'} changed. The workspace is as it was.`;
}
