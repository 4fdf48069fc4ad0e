import { join, resolve } from 'node:path';

/** Absolute paths of the rooms of this repository. Everything that is derived lives under `.kata/`. */
const root = resolve(import.meta.dirname, '..');

export const PROJECT = {
  root,
  tasks: join(root, 'tasks'),
  solutions: join(root, 'solutions'),
  workspace: join(root, 'workspace'),
  /** There in a learners' kit only, in the place of solutions/ and of what tasks/ has beside the specs. */
  sealed: join(root, 'checker', 'course.sealed'),
  derived: join(root, '.kata'),
  cache: join(root, '.kata', 'cache'),
} as const;

/** Where one learner works. Absolute paths: the folder with their files, and the one with all that is kept for them. */
export type Home = {
  workspace: string;
  derived: string;
  /** Takes a sentence about something beside the point, as that a file had to be set aside. */
  tell: (sentence: string) => void;
};
