import type { PageStep } from '../page_data.ts';

/** The steps of a check as a drawing: the check on the left, the learner's server on the right, time downwards. */
export function Sequence({ steps }: { steps: PageStep[] }) {
  return (
    <div class="sequence">
      <p class="ends" aria-hidden="true">
        <span>clock</span>
        <span>browser</span>
        <span>server</span>
      </p>
      <ol>
        {steps.map((step, index) => (
          <li key={index} class={`${step.what}${step.wrong ? ' wrong' : ''}`}>
            <span class="clock">{step.clock}</span>
            <div>
              <Body step={step} />
              {step.wrong && <strong class="here">◀ here it went wrong</strong>}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Body({ step }: { step: PageStep }) {
  if (step.what === 'event') return <span class="event">{step.line}</span>;
  if (step.what === 'call') {
    return (
      <div class="box">
        {step.line}
        <Small lines={step.details} />
      </div>
    );
  }
  return (
    <>
      <div class="arrow sent">
        <span>{step.line}</span>
        <Small lines={step.sent} />
      </div>
      <div class="arrow came">
        <span>{step.status}</span>
        <Small lines={step.came} />
      </div>
    </>
  );
}

function Small({ lines }: { lines: string[] }) {
  return (
    <>
      {lines.map((line) => (
        <small key={line}>{line}</small>
      ))}
    </>
  );
}
