import type { PageCheck, PageData, PageFailure, PageLearner, PageTask } from '../page_data.ts';
import { Failure } from './failure.tsx';
import { Marked } from './marked.tsx';

type Props = { task: PageTask; data: PageData; learner: PageLearner; open: boolean };

/** What of one task was not passed: failures one by one, then what waits for others. */
export function TaskFailures({ task, data, learner, open }: Props) {
  const own = learner.failures
    .map((place) => data.failures[place] as PageFailure)
    .filter(({ check }) => checkOf(data, check).task === task.number);
  if (own.length === 0) return null;
  const blocked = own.filter(({ outcome }) => outcome === 'blocked');
  const guards = learner.tasks[data.tasks.indexOf(task)]?.guards ?? '';
  return (
    <section>
      <h2 id={`task-${task.number}`} tabIndex={-1}>
        Task {task.number}: <Marked text={task.title} />
      </h2>
      {guards !== '' && <p class="notice bad">{guards}</p>}
      {own
        .filter(({ outcome }) => outcome !== 'blocked')
        .map((failure) => (
          <Failure key={failure.check} failure={failure} check={checkOf(data, failure.check)} data={data} open={open} />
        ))}
      {blocked.length > 0 && (
        <>
          <h3>Blocked: these say nothing until others pass</h3>
          <ul>
            {blocked.map(({ check, reason }) => (
              <li key={check}>
                <Marked text={`[${checkOf(data, check).id}] ${checkOf(data, check).title}`} />
                <span class="reason">
                  <Marked text={data.lines[reason] ?? ''} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function checkOf({ checks }: PageData, place: number): PageCheck {
  return checks[place] as PageCheck;
}
