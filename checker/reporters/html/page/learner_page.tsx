import { useState } from 'preact/hooks';
import type { PageData, PageLearner } from '../page_data.ts';
import { ErrorLines } from './error_lines.tsx';
import { Marked } from './marked.tsx';
import { STATUS } from './order.ts';
import { CLASS_HREF, learnerHref } from './route.ts';
import { TaskFailures } from './task_failures.tsx';

type Props = { data: PageData; place: number; learner: PageLearner; printing: boolean };

export function LearnerPage({ data, place, learner, printing }: Props) {
  const [open, setOpen] = useState(false);
  const { name, status, reason, score, maxScore, percent, late, submitted, diagnostics, fileName, holes } = learner;
  const [before, after] = [data.learners[place - 1], data.learners[place + 1]];
  return (
    <main>
      <nav aria-label="Learners" class="tools">
        <a href={CLASS_HREF}>
          ← The class <kbd>Esc</kbd>
        </a>
        <span>
          {before && (
            <a href={learnerHref(place - 1)} rel="prev">
              ‹ <bdi>{before.name}</bdi>
            </a>
          )}{' '}
          {after && (
            <a href={learnerHref(place + 1)} rel="next">
              <bdi>{after.name}</bdi> ›
            </a>
          )}
        </span>
      </nav>
      <h1 id="title" tabIndex={-1}>
        <bdi>{name}</bdi>
      </h1>
      <p class="score">
        <strong>
          {score} of {maxScore}
        </strong>{' '}
        ({percent} %) · {STATUS[status]} · handed in{' '}
        <time dateTime={submitted}>{submitted.replace('T', ' ').slice(0, 16)}</time> UTC
        {late && ` · ${late.hours} hours late: ${late.penalty} taken away`}
      </p>
      {holes.map((hole) => (
        <p key={hole} class="notice bad">
          <strong>
            <Marked text={hole} />
          </strong>
        </p>
      ))}
      {reason !== '' && diagnostics.length === 0 && (
        <p class="notice bad">
          <Marked text={reason} />
        </p>
      )}
      {diagnostics.map(({ message, help, error }) => (
        <div key={message} class="notice bad">
          <p>
            <Marked text={message} />
          </p>
          {error && <ErrorLines error={error} />}
          {help && (
            <p>
              <Marked text={help} />
            </p>
          )}
        </div>
      ))}
      <TaskTable data={data} learner={learner} />
      {learner.failures.length > 0 && (
        <button type="button" class="more" aria-pressed={open} onClick={() => setOpen(!open)}>
          {open ? 'Close all failures' : 'Open all failures'}
        </button>
      )}
      {status === 'graded' && learner.failures.length === 0 && <p class="notice">Every check passed.</p>}
      {data.tasks.map((task) => (
        <TaskFailures key={task.number} task={task} data={data} learner={learner} open={open || printing} />
      ))}
      <p class="caption">
        The whole report is in <code>submissions/{fileName}.json</code>.
      </p>
    </main>
  );
}

function TaskTable({ data, learner }: { data: PageData; learner: PageLearner }) {
  return (
    <div class="wide">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col" class="number">
              Points
            </th>
            <th scope="col" class="number">
              Checks passed
            </th>
          </tr>
        </thead>
        <tbody>
          {data.tasks.map(({ number, title, counts }, index) => {
            const result = learner.tasks[index];
            return (
              <tr key={number}>
                <th scope="row">
                  {number} <Marked text={title} />
                  {counts ? '' : ' (does not count)'}
                </th>
                <td class="number">{result ? `${result.score} of ${result.maxScore}` : 'not judged'}</td>
                <td class="number">{result ? `${result.passed} of ${result.checks}` : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
