import { beginning } from '../harness/shorten.ts';
import { encodingFault } from '../submission/encoding.ts';
import type { LearnerError } from './report.ts';

/** So many lines are shown before the line of an error, and as many after it. */
const AROUND = 1;
const MAX_LINE = 160;

/** Contents of a submission's files, by name. */
export type Sources = ReadonlyMap<string, Buffer>;

/** An error with the learner's lines around its place. A place that is not in the submission's files, or in one that nobody can
 * read, adds nothing. */
export function withSource(error: LearnerError, sources: Sources): LearnerError {
  const content = sources.get(error.file);
  if (!content || encodingFault(content)) return error;
  const lines = content.toString('utf8').split(/\r?\n/);
  const first = Math.max(1, error.line - AROUND);
  const source = lines
    .slice(first - 1, error.line + AROUND)
    .map((text, index) => ({ line: first + index, text: beginning(text, MAX_LINE) }));
  return error.line < 1 || error.line > lines.length ? error : { ...error, source };
}
