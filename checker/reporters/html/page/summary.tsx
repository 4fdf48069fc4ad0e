import type { PageData } from '../page_data.ts';
import { Marked } from './marked.tsx';
import { hasMarks } from './order.ts';

export function Summary({ data }: { data: PageData }) {
  const { learners, policy } = data;
  const count = (status: string) => learners.filter((learner) => learner.status === status).length;
  const graded = learners.filter(({ status }) => hasMarks(status));
  const percents = graded.map(({ percent }) => percent).sort((one, other) => one - other);
  const full = percents.filter((percent) => percent === 100).length;
  const facts: [string, string | number][] = [
    ['submissions', learners.length],
    ['graded', graded.length],
    ['did not load', count('did not load')],
    ['refused', count('refused')],
    ['could not be judged', count('error')],
    ['median', percents.length > 0 ? `${median(percents)} %` : '–'],
    ['with full marks', full],
  ];
  return (
    <>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {policy.length > 0 && (
        <ul class="policy">
          {policy.map((sentence) => (
            <li key={sentence}>
              <Marked text={sentence} />
            </li>
          ))}
        </ul>
      )}
      <p class="notice">{noticeOf(data, graded.length, full)}</p>
    </>
  );
}

function noticeOf({ learners }: PageData, graded: number, full: number): string {
  if (learners.length === 0) return 'There are no submissions yet.';
  if (graded === 0) return 'No submission could be judged. Each learner’s page says why.';
  if (full === learners.length) return 'Every learner has full marks.';
  return '';
}

function median(sorted: number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const [one, other] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return Math.round((sorted.length % 2 === 1 ? other : (one + other) / 2) * 10) / 10;
}
