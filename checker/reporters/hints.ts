import type { ShownHints } from '../stages/hints.ts';

/** The hints shown so far, how many are left, and what comes after the last. */
export function hintLines({ task, hints, left }: ShownHints): string[] {
  const total = hints.length + left;
  return [
    `Task ${task.number}, “${task.title}”:`,
    ...hints.map((hint, index) => `  ${index + 1}/${total}  ${hint}`),
    left > 0 ? leftSentence(left) : lastSentence(task.number),
  ];
}

function leftSentence(left: number): string {
  return `${left === 1 ? 'One hint is' : `${left} hints are`} left. Try first what you have.`;
}

function lastSentence(number: number): string {
  return `That was the last hint. Read the spec once more; \`npx kata solution ${number} --spoil\` shows the solution.`;
}
