/** Where in the report somebody is. The address tells it, so that a place can be kept and sent on. */
export type Route = { page: 'class' } | { page: 'learner'; learner: number; task?: number };

export const CLASS_HREF = '#/';

export function readRoute(hash: string, learners: number): Route {
  const [, learner, task] = /^#\/learner\/(\d+)(?:\/task\/(\d+))?$/.exec(hash) ?? [];
  const place = Number(learner) - 1;
  if (learner === undefined || place < 0 || place >= learners) return { page: 'class' };
  return { page: 'learner', learner: place, ...(task !== undefined && { task: Number(task) }) };
}

/** Learners are counted from 1. */
export function learnerHref(place: number, task?: number): string {
  return `#/learner/${place + 1}${task === undefined ? '' : `/task/${task}`}`;
}
