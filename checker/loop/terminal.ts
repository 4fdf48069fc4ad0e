import { emitKeypressEvents, type Interface } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { createLogUpdate } from 'log-update';
import type { Size } from './view.ts';

/** A key as the terminal sends it: `h`, `up`, `return`, `escape`, `pagedown` … */
export type Press = { name: string; ctrl: boolean };

export type Screen = {
  size: () => Size;
  draw: (lines: string[]) => void;
  /** Gives the terminal back as it was, with the last picture left on it. */
  close: () => void;
};

export type ScreenEvents = {
  pressed: (press: Press) => void;
  resized: () => void;
  /** The terminal is gone: nobody reads what is drawn. */
  lost: () => void;
};

/** A terminal that nobody measures has this size. */
const USUAL: Size = { columns: 80, rows: 24 };

/** Esc is a key, and the beginning of others: so many milliseconds tell them apart. */
const ESCAPE_MS = 50;

/** Takes the terminal: keys come one by one and unseen, and pictures replace each other in place. */
export function openScreen(stdin: ReadStream, stdout: WriteStream, { pressed, resized, lost }: ScreenEvents): Screen {
  const sizeOf = () => ({ columns: stdout.columns || USUAL.columns, rows: stdout.rows || USUAL.rows });
  const measured = {
    isTTY: true,
    get columns() {
      return sizeOf().columns;
    },
    get rows() {
      return sizeOf().rows;
    },
    write: (text: string) => stdout.write(text),
  };
  const update = createLogUpdate(measured as unknown as WriteStream, { showCursor: true });
  // It stays after the end: the last words to a terminal that is gone are no fault of ours.
  stdout.on('error', lost);
  const onKey = (text: string | undefined, key: { name?: string; ctrl?: boolean } = {}) =>
    pressed({ name: key.name ?? text ?? '', ctrl: key.ctrl ?? false });
  emitKeypressEvents(stdin, { escapeCodeTimeout: ESCAPE_MS } as unknown as Interface);
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('keypress', onKey);
  stdin.on('end', lost);
  stdin.on('error', lost);
  stdout.write(HIDE_CURSOR);
  const onResize = () => {
    // What was drawn is folded anew by the terminal: nobody knows where it begins.
    stdout.write(CLEAR);
    update.clear();
    resized();
  };
  stdout.on('resize', onResize);
  return {
    // The last row stays free: the cursor stands there.
    size: () => ({ ...sizeOf(), rows: Math.max(2, sizeOf().rows - 1) }),
    draw: (lines) => update(lines.join('\n')),
    close: () => {
      stdout.off('resize', onResize);
      stdin.off('keypress', onKey);
      stdin.off('end', lost);
      update.done();
      stdout.write(SHOW_CURSOR);
      // A terminal that is gone has no mode any more.
      if (!stdin.destroyed) stdin.setRawMode(false);
      stdin.pause();
    },
  };
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR = '\u001b[2J\u001b[H';
