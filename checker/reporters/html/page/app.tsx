import { useEffect, useState } from 'preact/hooks';
import type { PageData, PageLearner } from '../page_data.ts';
import { ClassPage, type ClassView } from './class_page.tsx';
import { LearnerPage } from './learner_page.tsx';
import { CLASS_HREF, type Route } from './route.ts';

export type AppProps = { data: PageData; route: Route; printing: boolean };

export function App({ data, route, printing }: AppProps) {
  // Kept here, so that somebody who comes back finds the class as it was left.
  const [view, setView] = useState<ClassView>({ search: '', sort: { by: 'name', down: false } });
  const learner = route.page === 'learner' ? data.learners[route.learner] : undefined;

  useEffect(() => {
    document.title = learner ? `${learner.name}: results` : 'Results of the class';
    const target = route.page === 'learner' && route.task !== undefined ? `task-${route.task}` : 'title';
    const element = document.getElementById(target);
    element?.focus({ preventScroll: target === 'title' });
    if (target === 'title') scrollTo(0, 0);
  }, [learner, route.page === 'learner' ? route.task : undefined]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => handleKey(event, learner);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [learner]);

  return (
    <>
      {learner && route.page === 'learner' ? (
        <LearnerPage key={route.learner} data={data} place={route.learner} learner={learner} printing={printing} />
      ) : (
        <ClassPage data={data} view={view} setView={setView} printing={printing} />
      )}
      <footer>
        kata {data.kata} · seed {data.seed} · sandbox {data.sandbox}
      </footer>
    </>
  );
}

function handleKey(event: KeyboardEvent, learner: PageLearner | undefined): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (learner && event.key === 'Escape') location.hash = CLASS_HREF;
  if (learner || event.key !== '/' || event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  document.getElementById('search')?.focus();
}
