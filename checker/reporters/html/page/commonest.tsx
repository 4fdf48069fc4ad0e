import { useState } from 'preact/hooks';
import type { FailureGroup, PageCheck, PageData } from '../page_data.ts';
import { Folded } from './folded.tsx';
import { Marked } from './marked.tsx';
import { learnerHref } from './route.ts';

const FEW = 12;

/** Who failed the same check for the same reason. */
export function Commonest({ data, printing }: { data: PageData; printing: boolean }) {
  const { groups } = data;
  const [all, setAll] = useState(false);
  const shown = all || printing ? groups : groups.slice(0, FEW);
  return (
    <section aria-labelledby="commonest-title">
      <h2 id="commonest-title">Commonest failures</h2>
      {groups.length === 0 && <p class="notice">No check failed.</p>}
      {shown.map((group) => (
        <Group key={`${group.checks.join()} ${group.reason}`} group={group} data={data} printing={printing} />
      ))}
      {shown.length < groups.length && (
        <button type="button" class="more" onClick={() => setAll(true)}>
          Show all {groups.length}
        </button>
      )}
    </section>
  );
}

function Group({ group, data, printing }: { group: FailureGroup; data: PageData; printing: boolean }) {
  const checks = group.checks.map((place) => data.checks[place] as PageCheck);
  const [first] = checks;
  const count = group.learners.length;
  return (
    <Folded
      open={printing}
      summary={
        <>
          <strong class="count">
            {count} {count === 1 ? 'learner' : 'learners'}
          </strong>{' '}
          {checks.length === 1 ? (
            <Marked text={`[${first?.id}] ${first?.title}`} />
          ) : (
            `task ${first?.task}, ${checks.length} checks: ${checks.map(({ id }) => id).join(', ')}`
          )}
          <span class="reason">
            <Marked text={group.reason} />
          </span>
        </>
      }
    >
      {() => (
        <ul class="names">
          {group.learners.map((place) => (
            <li key={place}>
              <a href={learnerHref(place, first?.task)}>
                <bdi>{data.learners[place]?.name}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Folded>
  );
}
