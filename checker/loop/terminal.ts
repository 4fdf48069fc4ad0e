import { emitKeypressEvents } from 'node:readline';
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

/** A terminal that nobody measures has this size. */
const USUAL: Size = { columns: 80, rows: 24 };

/** Takes the terminal: keys come one by one and unseen, and pictures replace each other in place. */
export function openScreen(
  stdin: ReadStream,
  stdout: WriteStream,
  { pressed, resized }: { pressed: (press: Press) => void; resized: () => void },
): Screen {
  const update = createLogUpdate(stdout, { showCursor: false });
  const onKey = (text: string | undefined, key: { name?: string; ctrl?: boolean } = {}) =>
    pressed({ name: key.name ?? text ?? '', ctrl: key.ctrl ?? false });
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('keypress', onKey);
  const onResize = () => {
    // What was drawn is folded anew by the terminal: nobody knows where it begins.
    stdout.write('\u001b[2J\u001b[3J\u001b[H');
    update.clear();
    resized();
  };
  stdout.on('resize', onResize);
  return {
    // The last row stays free: the cursor stands there.
    size: () => ({ columns: stdout.columns || USUAL.columns, rows: Math.max(2, (stdout.rows || USUAL.rows) - 1) }),
    draw: (lines) => update(lines.join('\n')),
    close: () => {
      stdout.off('resize', onResize);
      stdin.off('keypress', onKey);
      update.done();
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
