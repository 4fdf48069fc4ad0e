import type { PageData } from '../page_data.ts';
import { Commonest } from './commonest.tsx';
import { Distribution } from './distribution.tsx';
import { Hardest } from './hardest.tsx';
import { HeatMap } from './heat_map.tsx';
import { found, type Sort, sorted } from './order.ts';
import { Summary } from './summary.tsx';

export type ClassView = { search: string; sort: Sort };

type Props = { data: PageData; view: ClassView; setView: (view: ClassView) => void; printing: boolean };

export function ClassPage({ data, view, setView, printing }: Props) {
  const { learners } = data;
  const places = sorted(found(data, view.search), data, view.sort);
  return (
    <main>
      <h1 id="title" tabIndex={-1}>
        Results of the class
      </h1>
      <Summary data={data} />
      {learners.length > 0 && (
        <>
          <section aria-labelledby="map-title">
            <h2 id="map-title">Learners and tasks</h2>
            <p class="tools">
              <label>
                Search <kbd>/</kbd>{' '}
                <input
                  id="search"
                  type="search"
                  value={view.search}
                  placeholder="name or status"
                  onInput={(event) => setView({ ...view, search: event.currentTarget.value })}
                  onKeyDown={(event) => {
                    if (event.key !== 'Escape') return;
                    setView({ ...view, search: '' });
                    event.currentTarget.blur();
                  }}
                />
              </label>
              <span role="status">
                {places.length} of {learners.length} learners
              </span>
            </p>
            <HeatMap data={data} places={places} sort={view.sort} setSort={(sort) => setView({ ...view, sort })} />
            <p class="caption">
              Points of each task. <b>!</b>: a guard failed, which costs points. <b>–</b>: not judged. Move with the
              arrow keys; Enter sorts by a heading, or opens a learner.
            </p>
          </section>
          <Distribution learners={learners} />
          <Hardest data={data} printing={printing} />
          <Commonest data={data} printing={printing} />
        </>
      )}
    </main>
  );
}
