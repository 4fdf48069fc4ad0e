import type { Mistake } from '../mistake.ts';

export const moreOfTask08: Mistake[] = [];
