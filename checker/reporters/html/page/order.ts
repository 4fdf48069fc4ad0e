import { STATUS } from '../../status.ts';
import type { PageData, PageLearner } from '../page_data.ts';

export { STATUS };

/** `by`: a column of the map; a number is a place in the tasks. */
export type Sort = { by: 'name' | 'score' | number; down: boolean };

/** Whether a submission with this status was judged. */
export function hasMarks(status: PageLearner['status']): boolean {
  return status === 'graded' || status === 'did not load';
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The places of the learners whose name or status has the words that are searched for. */
export function found({ learners }: PageData, search: string): number[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return learners.flatMap(({ name, status }, place) => {
    const text = `${name} ${STATUS[status]}`.toLowerCase();
    return words.every((word) => text.includes(word)) ? [place] : [];
  });
}

export function sorted(places: number[], { learners }: PageData, { by, down }: Sort): number[] {
  const of = (place: number) => learners[place] as PageLearner;
  const order = (one: PageLearner, other: PageLearner) =>
    by === 'name' ? names.compare(one.name, other.name) : pointsOf(one, by) - pointsOf(other, by);
  const turned = down ? -1 : 1;
  return places.toSorted((one, other) => turned * order(of(one), of(other)) || one - other);
}

/** A task that was not judged comes before one that earned nothing. */
function pointsOf(learner: PageLearner, by: 'score' | number): number {
  return by === 'score' ? learner.score : (learner.tasks[by]?.score ?? -1);
}
