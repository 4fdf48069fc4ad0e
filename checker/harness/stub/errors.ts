import { writeSync } from 'node:fs';
import type { Channel } from '../channel/channel.ts';
import type { Codec } from '../channel/channel_options.ts';
import { encodeFrame, FrameType, MAX_PAYLOAD, MESSAGE_STREAM } from '../channel/frames.ts';
import type { RemoteError } from '../protocol.ts';

const MAX_TEXT = 8000;

/** What can be said of a thrown value, as plain text. Never throws, whatever learner code threw. */
export function describeError(error: unknown): RemoteError {
  try {
    if (!(error instanceof Error)) return { name: 'Error', message: shorten(`thrown: ${String(error)}`), stack: '' };
    return { name: shorten(error.name), message: shorten(error.message), stack: shorten(error.stack) };
  } catch {
    return { name: 'Error', message: 'an error that cannot be read', stack: '' };
  }
}

/** Tells the checker which error ends the process, before it ends. */
export function reportCrashes(channel: Channel, { encode }: Codec, descriptor: number): void {
  process.on('uncaughtExceptionMonitor', (error) => {
    // The process ends right after this, so the frame goes out at once, unless it would cut through another one.
    if (!channel.idle) return;
    const payload = Buffer.from(encode({ notice: 'crash', error: describeError(error) }));
    if (payload.length > MAX_PAYLOAD) return;
    try {
      writeSync(descriptor, encodeFrame(MESSAGE_STREAM, FrameType.message, payload));
    } catch {
      // The pipe is full or closed. The same error stands on stderr, where the checker finds it as well.
    }
  });
}

function shorten(text: unknown): string {
  return String(text ?? '').slice(0, MAX_TEXT);
}
