import type { Mistake } from '../mistake.ts';

export const moreOfTask06: Mistake[] = [];
