import { isCharged } from '../grading/points.ts';
import type { Report } from '../grading/report.ts';

/** What a submission leaves open to others, in a sentence each, with the check that found it. */
export function holesOf({ tasks }: Pick<Report, 'tasks'>): string[] {
  const found = tasks.flatMap(({ checks }) => checks.filter((check) => check.open && isCharged(check)));
  const groups = Map.groupBy(found, ({ security = '' }) => security);
  return [...groups].map(([words, checks]) => `${sentence(words)} (${checks.map(({ id }) => `[${id}]`).join(', ')}).`);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
