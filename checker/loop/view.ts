import type { LoopState } from './engine.ts';

/** The task at hand. `top`: so many lines are moved out at the top. */
export type Main = { kind: 'main'; top: number };

/** A text over the whole screen, from its line `top` on. */
export type Page = { kind: 'page'; title: string; lines: string[]; top: number };

/** The list of all tasks, to jump from. `confirming`: the next Enter jumps. */
export type List = { kind: 'list'; selected: number; confirming: boolean };

/** What is on the screen. */
export type View = Main | Page | List;

/** Everything that the screen shows, as plain data. */
export type Shown = {
  state: LoopState;
  view: View;
  tasks: { number: number; title: string; spec: string }[];
  /** The hints of the present task that were shown so far, and how many are left. */
  hints: { shown: string[]; left: number };
  /** What just happened, in a sentence each. */
  notes: string[];
  /** Files change, and no event tells of it. */
  missed: boolean;
  polling: boolean;
};

export type Size = { columns: number; rows: number };

/** The task at hand, from its first line on. */
export const TOP: Main = { kind: 'main', top: 0 };
