import type { Change } from '../../fixtures/change.ts';
import type { Cause } from '../../harness/verdict.ts';

/** What an attack must come to at one level. */
export type Expectation = {
  /**
   * `full`: every point. `none gained`: no point and no passed check more than the same server without the attack.
   * `part`: some points, not all. `refused`: one sentence and exit code 2, no report.
   */
  score: 'full' | 'none gained' | 'part' | 'refused';
  /** Causes that the first check that did not pass may name. */
  causes?: Cause[];
  /** What its reason says, or the sentence of a refusal. */
  reason?: string;
  /** The learner's error that it shows. */
  error?: { message: string; file: string };
  /** Tasks of which every check must have passed. */
  fullTasks?: number[];
  /** Checks that must have passed. */
  passed?: string[];
  /** Canaries that the attack may reach, by name. No other. */
  reached?: string[];
  /** Seconds that the whole run may take at the very most. No timing test: it tells a hang from an end. */
  within?: number;
};

/** One hostile or odd submission. In its texts, the names in `PLACE` stand for where the canaries of the run are. */
export type Hostile = {
  name: string;
  /** What the submission does, in words. */
  what: string;
  /** `finished` (where nothing is said): the finished server. `unfinished`: it earns little, so that there is something to gain. */
  base?: 'finished' | 'unfinished';
  /** Files of the base that are changed or added. */
  changes: Record<string, Change>;
  /** Links in the submission: where, and to what. */
  links?: Record<string, string>;
  tasks: string[];
  /** It is luck how far it comes before it spoils its own run: so its points are, and never more than it has earned. */
  races?: true;
  /** How many are checked at the same time. 1 where nothing is said. */
  copies?: number;
  expected: { basic: Expectation; strong: Expectation };
  /** The same code in a plain `node` process must reach these canaries: else the fixture proves nothing. */
  fires?: { code: string; reached: string[] };
};

/** The same expectation at both levels. */
export function always(expectation: Expectation): Hostile['expected'] {
  return { basic: expectation, strong: expectation };
}

/** Placeholders in the texts of a fixture. Each becomes a literal of JavaScript: a text, or a number. */
export const PLACE = {
  project: '$PLACE_PROJECT$',
  secretFile: '$PLACE_SECRET_FILE$',
  secretJson: '$PLACE_SECRET_JSON$',
  secretDatabase: '$PLACE_SECRET_DATABASE$',
  npmrc: '$PLACE_NPMRC$',
  otherSubmission: '$PLACE_OTHER_SUBMISSION$',
  results: '$PLACE_RESULTS$',
  trace: '$PLACE_TRACE$',
  port: '$PLACE_PORT$',
  udpPort: '$PLACE_UDP_PORT$',
  socket: '$PLACE_SOCKET$',
  processId: '$PLACE_PROCESS_ID$',
} as const;

export type Place = keyof typeof PLACE;
