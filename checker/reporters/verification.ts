import type { Finding } from '../proofread/finding.ts';

/** One row of the table of stages by tasks: which tasks pass on the starter. */
export type StageRow = { stage: number; passed: boolean[] };

/** The table's head: the numbers of the tasks. */
export function verificationHead(tasks: number): string {
  return ['stage', ...Array.from({ length: tasks }, (_, number) => String(number))]
    .map((cell, index) => cell.padStart(index === 0 ? 8 : 3))
    .join('');
}

/** A stage's row: `✓` where the task passes, and it should; `·` where it fails, and it should; `✗` where that is not so. */
export function verificationRow({ stage, passed }: StageRow): string {
  const name = stage === passed.length ? 'finished' : String(stage).padStart(8);
  return [name, ...passed.map((passes, task) => cell(passes, task < stage).padStart(3))].join('');
}

function cell(passes: boolean, should: boolean): string {
  if (passes !== should) return '✗';
  return passes ? '✓' : '·';
}

/** What was found, a line each, and the sum. */
export function verificationSummary(findings: Finding[], checks: number): string {
  const lines = findings.map(({ place, message }) => `${place}: ${message}`);
  const sum =
    findings.length === 0
      ? `The course holds: ${checks} checks.`
      : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}, ${checks} checks.`;
  return [...lines, sum].join('\n');
}
