import type { HalfRight } from './half_right/half_right.ts';
import { task00 } from './half_right/task_00.ts';
import { task01 } from './half_right/task_01.ts';
import { task02 } from './half_right/task_02.ts';
import { task03 } from './half_right/task_03.ts';
import { task04 } from './half_right/task_04.ts';
import { task05 } from './half_right/task_05.ts';
import { task06 } from './half_right/task_06.ts';
import { task07 } from './half_right/task_07.ts';
import { task08 } from './half_right/task_08.ts';
import { task09 } from './half_right/task_09.ts';
import { task10 } from './half_right/task_10.ts';

export type { HalfRight } from './half_right/half_right.ts';

/** Right solutions with one requirement left out, by task. Just what depends on it must fail. */
export const halfRight: HalfRight[] = [
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
