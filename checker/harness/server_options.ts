import type { SpawnOptions } from '../sandbox/spawn.ts';
import type { Budget } from './budget.ts';
import type { SharedHost } from './shared_host.ts';

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
  /** Where it runs beside other servers of the same submission. Missing: in a process of its own. */
  host?: SharedHost | undefined;
  /** Modules that stand in the place of files of the submission. */
  replaced?: Record<string, string> | undefined;
};
