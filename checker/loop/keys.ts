import type { Shown } from './view.ts';

/** What a key does. */
export type Action = 'hint' | 'spec' | 'diff' | 'timeline' | 'next' | 'list' | 'run' | 'poll' | 'quit';

export type Key = { key: string; action: Action; label: string };

const KEYS: Key[] = [
  { key: 'h', action: 'hint', label: 'hint' },
  { key: 's', action: 'spec', label: 'spec' },
  { key: 'd', action: 'diff', label: 'diff' },
  { key: 't', action: 'timeline', label: 'timeline' },
  { key: 'n', action: 'next', label: 'next task' },
  { key: 'l', action: 'list', label: 'list, jump' },
  { key: 'r', action: 'run', label: 'run' },
  { key: 'q', action: 'quit', label: 'quit' },
];
const POLL: Key = { key: 'p', action: 'poll', label: 'poll' };

/** What is about one task: where all are done, there is none. */
const OF_A_TASK = new Set<Action>(['hint', 'spec', 'timeline']);

/** The keys that do something now. `n` is there once the present task is passed, `p` where events do not come. */
export function keysOf({
  state,
  tasks,
  missed,
  polling,
}: Pick<Shown, 'state' | 'tasks' | 'missed' | 'polling'>): Key[] {
  const done = state.present >= tasks.length;
  const usable = KEYS.filter(({ action }) => (action === 'next' ? mayGoOn(state) : !(done && OF_A_TASK.has(action))));
  return missed && !polling ? [...usable.slice(0, -1), POLL, ...usable.slice(-1)] : usable;
}

/** Whether the learner may go on to the next task. */
export function mayGoOn({ present, passed }: Shown['state']): boolean {
  return passed.includes(present);
}
