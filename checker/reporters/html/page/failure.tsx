import type { ComponentChildren } from 'preact';
import type { PageCheck, PageData, PageFailure, PageStep } from '../page_data.ts';
import { ErrorLines } from './error_lines.tsx';
import { Folded } from './folded.tsx';
import { Marked } from './marked.tsx';
import { Sequence } from './sequence.tsx';

type Props = { failure: PageFailure; check: PageCheck; data: PageData; open: boolean };

const OUTCOME = { failed: '✗ failed', error: '? not judged', blocked: '– blocked' };

/** One failed check: what should happen, what happened, what differs, and all that helps to see why. */
export function Failure({ failure, check, data, open }: Props) {
  const { outcome, cause, differences, log, curl, steps } = failure;
  const line = (place: number | undefined) => (place === undefined ? '' : (data.lines[place] ?? ''));
  const [reason, help] = [line(failure.reason), line(failure.help)];
  const error = failure.error === undefined ? undefined : data.errors[failure.error];
  return (
    <Folded
      open={open}
      summary={
        <>
          <strong class={`outcome ${outcome}`}>{OUTCOME[outcome]}</strong>{' '}
          <Marked text={`[${check.id}] ${check.title}`} />
          <span class="reason">
            <Marked text={reason} />
          </span>
        </>
      }
    >
      {() => (
        <dl class="failure">
          <Part name="Should">
            {check.requirements.map((id) => (
              <p key={id}>
                [{id}] <Marked text={data.requirements[id] ?? ''} />
              </p>
            ))}
          </Part>
          <Part name="Happened">
            <p>
              <Marked text={reason} /> <span class="caption">({cause})</span>
            </p>
          </Part>
          {differences.length > 0 && (
            <Part name="Differs">
              {differences.map((difference) => (
                <p key={difference}>{difference}</p>
              ))}
            </Part>
          )}
          {error && (
            <Part name="Error">
              <ErrorLines error={error} />
            </Part>
          )}
          {help && (
            <Part name="Next">
              <p>
                <Marked text={help} />
              </p>
            </Part>
          )}
          {steps.length > 0 && (
            <Part name="Timeline">
              <Sequence steps={steps.map((place) => data.steps[place] as PageStep)} />
            </Part>
          )}
          {log !== '' && (
            <Part name="Log">
              <pre>{log}</pre>
            </Part>
          )}
          {curl.length > 0 && (
            <Part name="Repeat">
              <pre>{curl.map(line).join('\n')}</pre>
            </Part>
          )}
        </dl>
      )}
    </Folded>
  );
}

function Part({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
