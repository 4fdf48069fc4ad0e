import { fileURLToPath } from 'node:url';
import type { RemoteError } from './protocol.ts';
import { shorten } from './shorten.ts';
import type { LearnerError } from './verdict.ts';

/** The end of a line of a stack: after the file its line, and mostly the column. */
const PLACE = /:(\d{1,9})(?::\d{1,9})?\)?$/;

/** What stands before the name of a file. A name with a space is written as a URL, which has none. */
const BEFORE_FILE = /[\s()]/;

/** Characters of a line that are looked at: no path is longer (Linux: PATH_MAX). */
const MAX_LINE = 5000;

/** Characters of the message of an error that was printed. */
const MAX_MESSAGE = 1000;

/** How the stub tells the modules of several loadings apart. */
const INSTANCE = /\?kata=\d+(?=[\s:)'"]|$)/g;

/** The learner's own line of an error: the first of the stack that lies in the submission at `root`. */
export function learnerError(error: RemoteError, root: string): LearnerError {
  const message = withoutRoot(
    error.name && error.name !== 'Error' ? `${error.name}: ${error.message}` : error.message,
    root,
  );
  return { message, ...(ownFrame(error.stack, root) ?? { file: '', line: 0 }) };
}

/** The same from what Node printed about an error that nobody caught. Undefined where the text tells of none. */
export function printedError(log: string, root: string): LearnerError | undefined {
  const message = /^(?:Uncaught )?((?:[A-Z]\w*)?Error\b.*)$/m.exec(log)?.[1];
  if (!message) return undefined;
  return {
    message: shorten(withoutRoot(message, root), MAX_MESSAGE),
    ...(ownFrame(log, root) ?? { file: '', line: 0 }),
  };
}

/** A text in which the submission's files have their relative names. */
export function withoutRoot(text: string, root: string): string {
  const prefix = root.endsWith('/') ? root : `${root}/`;
  return text.replaceAll(`file://${prefix}`, '').replaceAll(prefix, '').replaceAll(INSTANCE, '');
}

function ownFrame(stack: string, root: string): { file: string; line: number } | undefined {
  for (const line of stack.split('\n')) {
    const text = line.slice(-MAX_LINE).trim();
    const place = PLACE.exec(text);
    const path = place ? toPath(lastWord(text.slice(0, place.index))) : '';
    if (path.startsWith(root) && !path.includes('node_modules')) {
      return { file: path.slice(root.length + 1).replaceAll('\\', '/'), line: Number(place?.[1]) };
    }
  }
  return undefined;
}

function lastWord(text: string): string {
  let start = text.length;
  while (start > 0 && !BEFORE_FILE.test(text[start - 1] ?? '')) start -= 1;
  return text.slice(start);
}

function toPath(location: string): string {
  if (!location.startsWith('file:')) return location;
  try {
    return fileURLToPath(location);
  } catch {
    return '';
  }
}
