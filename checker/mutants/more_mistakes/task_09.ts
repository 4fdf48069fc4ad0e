import type { Mistake } from '../mistake.ts';

export const moreOfTask09: Mistake[] = [];
