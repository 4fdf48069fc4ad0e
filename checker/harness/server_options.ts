import type { SpawnOptions } from '../sandbox/spawn.ts';
import type { Budget } from './budget.ts';

/** What a learner's server is started with. */
export type ServerOptions = {
  confinement: SpawnOptions;
  environment: Record<string, string>;
  fakeTimers: boolean;
  /** Where users and sessions are kept: in memory, or in a file that outlives a restart. */
  database: 'memory' | 'file';
  /** What the clock shows at the start, in milliseconds since 1970 (UTC). */
  now: number;
  /** What the time that it takes counts for: the task that uses it now. */
  budget: () => Budget;
};
