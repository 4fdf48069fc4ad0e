import type { Canary } from '../grading/canaries.ts';
import type { Examination } from '../grading/doctor.ts';
import type { Availability } from '../sandbox/available.ts';

export type Diagnosis = {
  /** The version of Node that judges. */
  runtime: string;
  strong: Availability;
  /** What `strong` held, where it is to be had. */
  examined: Examination | undefined;
  basic: Examination;
};

const WORDS: Record<Canary, string> = {
  file: 'read a file outside its folder',
  port: 'reach a port of this machine',
  process: 'reach another process',
  writing: 'write outside its folder',
  daemon: 'leave a process behind',
  keys: 'reach the keys that the kernel keeps for a user',
  calls: 'make system calls that no server needs',
  code: 'run native code that it wrote itself',
  disk: 'fill the disk',
};

/** What is added where this is reached, though `strong` holds without it. */
const LACKS: Partial<Record<Canary, string>> = {
  calls: " if Node's permission model fails: nothing filters them here. The rest of the sandbox still holds",
  code: " if Node's permission model fails: nothing else keeps its files from being run here. The rest of the sandbox still holds",
  disk: ' between two looks of the checker, which are 100 ms apart: nothing else bounds its files here',
};

/** The doctor's findings as text. */
export function toDiagnosis({ runtime, strong, examined, basic }: Diagnosis): string {
  const lines = [
    `Node ${runtime}`,
    '',
    ...(strong.available
      ? examinedLines(strong.engine, examined)
      : [`strong: not here. ${strong.reason}`, `  ${strong.advice}`]),
    '',
    'basic: by the permission model of Node',
    ...canaryLines(basic),
    '',
    strong.available && examined?.sound
      ? 'Submissions of others are held by strong.'
      : 'Code of people whom you do not know is not graded here: basic is no wall against somebody who looks for a hole.',
  ];
  return `${lines.join('\n')}\n`;
}

function examinedLines(engine: string, examined: Examination | undefined): string[] {
  if (!examined) return [];
  const verdict = examined.sound ? '' : '. It does not hold here: do not trust it';
  return [`strong: by ${engine}${verdict}`, ...canaryLines(examined)];
}

function canaryLines({ canaries }: Examination): string[] {
  return (Object.keys(WORDS) as Canary[]).map((name) =>
    canaries[name] ? `  cannot ${WORDS[name]}` : `  CAN ${WORDS[name]}${LACKS[name] ?? ''}`,
  );
}
