import { RESOURCES } from '../sandbox/resources.ts';
import { leftOutPart } from '../submission/left_out.ts';
import type { RemoteError } from './protocol.ts';

const MEBIBYTE = 1024 * 1024;

/** What an error of Node or of the system says where the sandbox is the cause, and what a learner should read instead. */
const LIMITS: [RegExp, string][] = [
  [
    /^Access to this API has been restricted/,
    'The checker lets your code read its own files only: no other file, no other program and no network.',
  ],
  [/\b(EMFILE|ENFILE)\b/, `More than ${RESOURCES.openFiles} files and connections were open at the same time.`],
  [/\bEFBIG\b/, `A file grew beyond ${RESOURCES.fileBytes / MEBIBYTE} MiB.`],
  [/\bEAGAIN\b/, `More than ${RESOURCES.processes} processes and threads were started.`],
  [/\bEROFS\b/, 'Your code may write to its own working folder only.'],
  [/\b(ENETUNREACH|ENETDOWN|EAI_AGAIN)\b/, 'There is no network while your code is checked.'],
];

/** Names the limit that an error of the submission at `root` comes from. Undefined where it is an error like any other. */
export function limitSentence({ message }: RemoteError, root: string): string | undefined {
  return LIMITS.find(([pattern]) => pattern.test(message))?.[1] ?? leftOutSentence(message, root);
}

/** What an error of the system says of a file that is not there. */
const NOT_THERE = /\bENOENT\b.* '(.*)'$/;

/** The file lies in the learner's folder, and is no part of the submission. */
function leftOutSentence(message: string, root: string): string | undefined {
  const path = NOT_THERE.exec(message)?.[1];
  const leftOut = path?.startsWith(root) ? leftOutPart(path.slice(root.length + 1)) : undefined;
  return leftOut && `"${leftOut}" is left out of a submission: rename it.`;
}
