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
import { moreOfTask00 } from './more_mistakes/task_00.ts';
import { moreOfTask01 } from './more_mistakes/task_01.ts';
import { moreOfTask02 } from './more_mistakes/task_02.ts';
import { moreOfTask03 } from './more_mistakes/task_03.ts';
import { moreOfTask04 } from './more_mistakes/task_04.ts';
import { moreOfTask05 } from './more_mistakes/task_05.ts';
import { moreOfTask06 } from './more_mistakes/task_06.ts';
import { moreOfTask07 } from './more_mistakes/task_07.ts';
import { moreOfTask08 } from './more_mistakes/task_08.ts';
import { moreOfTask09 } from './more_mistakes/task_09.ts';
import { moreOfTask10 } from './more_mistakes/task_10.ts';

export type { Mistake } from './mistake.ts';

/** Mistakes that learners of this curriculum made, by task. The checks must catch every one of them. */
export const mistakes: Mistake[] = [
  ...task00,
  ...moreOfTask00,
  ...task01,
  ...moreOfTask01,
  ...task02,
  ...moreOfTask02,
  ...task03,
  ...moreOfTask03,
  ...task04,
  ...moreOfTask04,
  ...task05,
  ...moreOfTask05,
  ...task06,
  ...moreOfTask06,
  ...task07,
  ...moreOfTask07,
  ...task08,
  ...moreOfTask08,
  ...task09,
  ...moreOfTask09,
  ...task10,
  ...moreOfTask10,
];
