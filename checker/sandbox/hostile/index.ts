import type { Hostile } from './fixture.ts';
import { FORGING } from './forging.ts';
import { HANGING } from './hanging.ts';
import { LANGUAGE } from './language.ts';
import { LOADING } from './loading.ts';
import { PROCESSES } from './processes.ts';
import { READING } from './reading.ts';
import { RIGHT } from './right.ts';
import { WRITING } from './writing.ts';

/** The whole suite. */
export const SUITE: Hostile[] = [
  ...LOADING,
  ...READING,
  ...WRITING,
  ...FORGING,
  ...LANGUAGE,
  ...HANGING,
  ...PROCESSES,
  ...RIGHT,
];
