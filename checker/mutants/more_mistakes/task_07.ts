import type { Mistake } from '../mistake.ts';

export const moreOfTask07: Mistake[] = [];
