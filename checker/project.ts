import { join, resolve } from 'node:path';

/** Absolute paths of the rooms of this repository. Everything that is derived lives under `.kata/`. */
const root = resolve(import.meta.dirname, '..');

export const PROJECT = {
  root,
  tasks: join(root, 'tasks'),
  solutions: join(root, 'solutions'),
  workspace: join(root, 'workspace'),
  derived: join(root, '.kata'),
  cache: join(root, '.kata', 'cache'),
} as const;
