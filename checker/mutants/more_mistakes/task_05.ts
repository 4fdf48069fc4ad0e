import type { Mistake } from '../mistake.ts';

export const moreOfTask05: Mistake[] = [];
