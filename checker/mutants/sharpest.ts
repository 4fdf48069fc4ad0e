import { GOLDEN } from './golden.ts';
import type { Mistake } from './mistake.ts';

/** The requirements of each task whose breach would hurt most. `npm test` tries one mistake of each, `npm run test:all` all. */
const REQUIREMENTS: readonly string[] = [
  ...['0.1', '0.3', '0.5'],
  ...['1.2', '1.3'],
  ...['2.2', '2.3', '2.4'],
  ...['3.1', '3.2', '3.3'],
  ...['4.2', '4.3', '4.4'],
  ...['5.1', '5.2', '5.3'],
  ...['6.2', '6.3', '6.4'],
  ...['7.5', '7.7', '7.8'],
  ...['8.1', '8.4', '8.5'],
  ...['9.1', '9.4', '9.6'],
  ...['10.3', '10.4', '10.5'],
];

/** One mistake for each of those requirements: one whose message is kept, if there is any. */
export function sharpest(mistakes: readonly Mistake[]): Mistake[] {
  const chosen = REQUIREMENTS.map((id) => {
    const all = mistakes.filter(({ caughtBy }) => caughtBy[0] === id);
    const mistake = all.find(({ name }) => GOLDEN.has(name)) ?? all[0];
    if (!mistake) throw new Error(`No mistake breaks requirement ${id}.`);
    return mistake;
  });
  return [...new Set(chosen)];
}
