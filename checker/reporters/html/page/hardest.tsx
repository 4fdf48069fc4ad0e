import { useState } from 'preact/hooks';
import type { PageCheck, PageData } from '../page_data.ts';
import { Marked } from './marked.tsx';

const FEW = 10;

/** The checks that the fewest learners passed. */
export function Hardest({ data, printing }: { data: PageData; printing: boolean }) {
  const [all, setAll] = useState(false);
  const missed = data.checks
    .filter((check) => check.passed < judged(check))
    .toSorted((one, other) => one.passed / judged(one) - other.passed / judged(other) || other.failed - one.failed);
  const shown = all || printing ? missed : missed.slice(0, FEW);
  return (
    <section aria-labelledby="hardest-title">
      <h2 id="hardest-title">Hardest checks</h2>
      {missed.length === 0 ? (
        <p class="notice">No check failed.</p>
      ) : (
        <div class="wide">
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">Check</th>
                <th scope="col" class="number">
                  Passed
                </th>
                <th scope="col" class="number">
                  Failed
                </th>
                <th scope="col" class="number">
                  Blocked
                </th>
                <th scope="col" class="number">
                  Not judged
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((check) => (
                <tr key={check.id}>
                  <th scope="row">
                    <Marked text={`[${check.id}] ${check.title}`} />
                  </th>
                  <td class="number">
                    {check.passed} of {judged(check)}
                    <progress value={check.passed} max={judged(check)} aria-hidden="true" />
                  </td>
                  <td class="number">{check.failed}</td>
                  <td class="number">{check.blocked}</td>
                  <td class="number">{check.error}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < missed.length && (
        <button type="button" class="more" onClick={() => setAll(true)}>
          Show all {missed.length}
        </button>
      )}
    </section>
  );
}

function judged({ passed, failed, blocked, error }: PageCheck): number {
  return passed + failed + blocked + error;
}
