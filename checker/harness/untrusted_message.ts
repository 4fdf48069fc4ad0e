import type { Notice, RemoteError, ReplyMessage } from './protocol.ts';
import { beginning } from './shorten.ts';

/** What a message from a learner's process is: anything may have come, and only own keys of the right kind count. */

/** Whether a message is one that the stub sends by itself. */
export function isNotice(message: unknown): message is Notice {
  if (!isObject(message) || !Object.hasOwn(message, 'notice')) return false;
  if (message.notice === 'warm') return true;
  return message.notice === 'crash' && isRemoteError(message.error);
}

/** Whether a message is the answer to some request. */
export function isReply(message: unknown): message is ReplyMessage {
  if (!isObject(message) || typeof message.id !== 'string') return false;
  return Object.hasOwn(message, 'value') ? typeof message.value === 'string' : isRemoteError(message.error);
}

/** Characters of each text of an error: as many as the stub sends, which may not be the one that sent them. */
const MAX_TEXT = 8000;

/** An error that came, with texts that are not longer than any of the stub's. */
export function boundedError({ name, message, stack }: RemoteError): RemoteError {
  const short = (text: string) => beginning(text, MAX_TEXT);
  return { name: short(name), message: short(message), stack: short(stack) };
}

function isRemoteError(error: unknown): error is RemoteError {
  return isObject(error) && ['name', 'message', 'stack'].every((key) => typeof error[key] === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
