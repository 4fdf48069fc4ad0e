import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../bench/measure.ts';
import type { Explained } from './explained.ts';
import type { Tally } from './tally.ts';

/** How many of a kind came out as they should. */
export type Count = { right: number; of: number };

/** A generated mutant that lives, by what it changes: the same while those lines stay as they are. */
export type KnownMutant = Pick<Explained, 'file' | 'original' | 'changed' | 'reason'>;

/** A row of a table, by the names of its columns. */
export type Cells = Record<string, string | number>;

/** What was measured of the verdict and of the speed. */
export type Figures = {
  /** `2026-11-21`, UTC. */
  date: string;
  kata: string;
  runtime: string;
  machine: string;
  mistakes: Tally[];
  /** How many of the mistakes are faults of security. */
  securityFaults: number;
  generated: Tally[];
  /** Generated mutants that no check kills, and that are mistakes. */
  survivors: KnownMutant[];
  rightSolutions: Count;
  halfRight: Count;
  hostile: Count;
  flakes: { runs: number; same: number; minutes: number };
  bench: { runs: number; rows: Row[]; grading: Cells[]; server: Record<string, Cells[]> };
};

/** The figures that the project states: `npm run quality` writes them, the tests hold us to them. */
export const FIGURES_FILE = join(import.meta.dirname, 'figures.json');

/** Reads what the project states. */
export function statedFigures(): Figures {
  return JSON.parse(readFileSync(FIGURES_FILE, 'utf8')) as Figures;
}
