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
  const charged = own.filter(({ consequence }) => consequence === undefined);
  const excused = own.filter(({ consequence }) => consequence !== undefined);
  const blocked = charged.filter(({ outcome }) => outcome === 'blocked');
  const result = learner.tasks[data.tasks.indexOf(task)];
  const guards = result?.guards ?? '';
  return (
    <section>
      <h2 id={`task-${task.number}`} tabIndex={-1}>
        Task {task.number}: <Marked text={task.title} />
      </h2>
      {guards !== '' && <p class="notice bad">{guards}</p>}
      {result?.blame.map((text) => (
        <p key={text} class="notice">
          <Marked text={text} />
        </p>
      ))}
      {charged
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
      {excused.length > 0 && (
        <>
          <h3>These fail because of another task, and cost nothing</h3>
          <ul>
            {excused.map(({ check, consequence = 0 }) => (
              <li key={check}>
                <Marked text={`[${checkOf(data, check).id}] ${checkOf(data, check).title}`} />
                <span class="reason">
                  <Marked text={data.lines[consequence] ?? ''} />
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
