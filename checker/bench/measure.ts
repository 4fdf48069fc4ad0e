import { spawnSync } from 'node:child_process';

/** Wall times of one command, in milliseconds. */
export type Timing = { median: number; least: number; most: number };

/** A row of the table: a piece of work beside its reference, measured in turn in the same run. */
export type Row = {
  work: string;
  reference: string;
  timing: Timing;
  referenceTiming: Timing;
  ratio: number;
  bar: number;
};

export type Command = { name: string; args: string[]; cwd: string };

/**
 * Runs two commands in turn (A B A B …), after one run of each that does not count, and compares them pair by pair:
 * so a machine that is busy for a while is busy for both. Throws where a command fails.
 */
export function compare(work: Command, reference: Command, { runs, bar }: { runs: number; bar: number }): Row {
  const pairs: [number, number][] = [];
  for (let run = 0; run <= runs; run += 1) {
    const pair: [number, number] = [time(work), time(reference)];
    if (run > 0) pairs.push(pair);
  }
  return {
    work: work.name,
    reference: reference.name,
    timing: summary(pairs.map(([own]) => own)),
    referenceTiming: summary(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([own, other]) => own / other)),
    bar,
  };
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
