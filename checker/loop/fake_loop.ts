import { expect } from 'vitest';
import type { Report } from '../grading/report.ts';
import type { TypeAdvice } from '../grading/type_advice.ts';
import type { Task } from '../tasks.ts';
import { Engine, type LoopState } from './engine.ts';

const tasks = [0, 1, 2].map((number) => ({ number, title: `Task ${number}` })) as Task[];

/** A report in which the named checks failed. */
function report(number: number, failed: string[]): Report {
  const checks = [`${number}.1`, `${number}.2`].map((id) => ({
    id,
    title: id,
    outcome: failed.includes(id) ? 'failed' : 'passed',
  }));
  return { tasks: [{ number, checks }] } as unknown as Report;
}

/** An engine on three tasks whose checks fail as `failing` says, and that records what it did. */
export function fakeLoop({ present = 0, passed = [] as number[] }) {
  const progress = { present, passed: [...passed] };
  const runs: number[] = [];
  const failing = new Set<string>();
  const states: LoopState[] = [];
  const types = { started: 0, ended: 0, gives: Promise.resolve<TypeAdvice[]>([]) };
  const gate = { wait: (_task: number): Promise<void> => Promise.resolve() };
  const engine = new Engine({
    tasks,
    progress: {
      read: () => ({ present: progress.present, passed: [...progress.passed] }),
      mark: (task) => (progress.passed = [...new Set([...progress.passed, task])]),
      unmark: (task) => (progress.passed = progress.passed.filter((number) => number !== task)),
    },
    check: async ([task]) => {
      const { number } = task as Task;
      runs.push(number);
      await gate.wait(number);
      return report(number, [...failing]);
    },
    types: () => {
      types.started += 1;
      const { gives } = types;
      const end = () => {
        types.ended += 1;
      };
      return { within: () => gives, end };
    },
    changed: (state) => states.push(state),
  });
  const idle = () => expect.poll(() => engine.state.checking, { interval: 5 }).toBe(undefined);
  return { engine, runs, failing, states, progress, gate, types, idle };
}
