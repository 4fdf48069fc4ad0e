import type { Mistake } from './mistake.ts';
import { task00 } from './mistakes/task_00.ts';
import { task01 } from './mistakes/task_01.ts';
import { task02 } from './mistakes/task_02.ts';
import { task03 } from './mistakes/task_03.ts';
import { task04 } from './mistakes/task_04.ts';
import { task05 } from './mistakes/task_05.ts';
import { task06 } from './mistakes/task_06.ts';
import { task07 } from './mistakes/task_07.ts';
import { task08 } from './mistakes/task_08.ts';
import { task09 } from './mistakes/task_09.ts';
import { task10 } from './mistakes/task_10.ts';

export type { Mistake } from './mistake.ts';

/** Mistakes that learners of this curriculum made, by task. The checks must catch every one of them. */
export const mistakes: Mistake[] = [
  ...task00,
  ...task01,
  ...task02,
  ...task03,
  ...task04,
  ...task05,
  ...task06,
  ...task07,
  ...task08,
  ...task09,
  ...task10,
];
