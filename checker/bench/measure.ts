import { spawnSync } from 'node:child_process';

/** Wall times of one command, in milliseconds. */
export type Timing = { median: number; least: number; most: number };

/** A row of the table: a piece of work beside its reference, measured in turn in the same run. */
export type Row = {
  work: string;
  reference: string;
  timing: Timing;
  referenceTiming: Timing;
  /** Median of the ratios, pair by pair. */
  ratio: number;
  /** Median of the differences, pair by pair, in milliseconds. */
  difference: number;
  bar: Bar;
};

/** What a row must come to: at most this ratio, or at most so many milliseconds more than its reference. */
export type Bar = { ratio: number } | { milliseconds: number };

export type Command = { name: string; args: string[]; cwd: string };

/** A piece of work: how it is called, and what runs it once and gives its milliseconds. */
export type Work = { name: string; run: () => number | Promise<number> };

/**
 * Runs two pieces of work in turn (A B A B …), after one run of each that does not count, and compares them pair by pair:
 * so a machine that is busy for a while is busy for both.
 */
export async function compare(work: Work, reference: Work, { runs, bar }: { runs: number; bar: Bar }): Promise<Row> {
  const pairs: [number, number][] = [];
  for (let run = 0; run <= runs; run += 1) {
    const pair: [number, number] = [await work.run(), await reference.run()];
    if (run > 0) pairs.push(pair);
  }
  return {
    work: work.name,
    reference: reference.name,
    timing: summary(pairs.map(([own]) => own)),
    referenceTiming: summary(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([own, other]) => own / other)),
    difference: median(pairs.map(([own, other]) => own - other)),
    bar,
  };
}

/** Whether a row keeps to its bar. */
export function holds({ ratio, difference, bar }: Row): boolean {
  return 'ratio' in bar ? ratio <= bar.ratio : difference <= bar.milliseconds;
}

/** A command in Node as a piece of work: the time of the whole process. Its run throws where the command fails. */
export function program({ name, args, cwd }: Command): Work {
  return { name, run: () => time({ name, args, cwd }) };
}

function time({ name, args, cwd }: Command): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  const milliseconds = performance.now() - started;
  if (status !== 0) throw new Error(`"${name}" ended with ${status}: ${stderr}`);
  return milliseconds;
}

function summary(times: number[]): Timing {
  return { median: median(times), least: Math.min(...times), most: Math.max(...times) };
}

function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
