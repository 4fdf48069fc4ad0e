import type { Mistake } from '../mistake.ts';

export const moreOfTask10: Mistake[] = [];
