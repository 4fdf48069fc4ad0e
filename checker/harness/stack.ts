import { fileURLToPath } from 'node:url';
import type { RemoteError } from './protocol.ts';
import type { LearnerError } from './verdict.ts';

const FRAME = /(file:\/\/[^\s()]+?|\/[^\s():]+|[A-Za-z]:\\[^\s():]+):(\d+)(?::\d+)?\)?$/;

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
  return { message: withoutRoot(message, root), ...(ownFrame(log, root) ?? { file: '', line: 0 }) };
}

/** A text in which the submission's files have their relative names. */
export function withoutRoot(text: string, root: string): string {
  const prefix = root.endsWith('/') ? root : `${root}/`;
  return text.replaceAll(`file://${prefix}`, '').replaceAll(prefix, '').replaceAll(INSTANCE, '');
}

function ownFrame(stack: string, root: string): { file: string; line: number } | undefined {
  for (const text of stack.split('\n')) {
    const [, location = '', line] = FRAME.exec(text.trim()) ?? [];
    const path = toPath(location);
    if (path.startsWith(root) && !path.includes('node_modules')) {
      return { file: path.slice(root.length + 1).replaceAll('\\', '/'), line: Number(line) };
    }
  }
  return undefined;
}

function toPath(location: string): string {
  if (!location.startsWith('file:')) return location;
  try {
    return fileURLToPath(location);
  } catch {
    return '';
  }
}
