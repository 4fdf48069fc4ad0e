import { createLogUpdate } from 'log-update';
import { type BatchEvent, type BatchOptions, runBatch } from '../grading/batch/batch.ts';
import { type Io, print, warn } from '../io.ts';
import { onSignals } from '../on_signals.ts';
import { progressLine, resultLine } from '../reporters/batch_progress.ts';
import { keyPresses, SAME_PRESS } from './key_presses.ts';
import { movesCursor } from './terminal.ts';

const REDRAW = 500;

/**
 * Runs the batch and shows how far it is. Ctrl-C finishes what is under way; a second one ends it too. Where nobody reads
 * on, that is as one Ctrl-C. Gives how it ended, and the names of the files of what was done.
 */
export async function judgeClass(
  io: Io,
  { sources, folder, jobs, newJob }: Pick<BatchOptions, 'sources' | 'folder' | 'jobs' | 'newJob'>,
): Promise<{ stopped: boolean; done: Set<string> }> {
  const stop = new AbortController();
  const kill = new AbortController();
  const watch = movesCursor(io) ? onTerminal(io, sources.length) : onPaper(io, sources.length);
  const isAnotherPress = keyPresses();
  const interrupt = () => {
    if (!isAnotherPress()) return;
    if (stop.signal.aborted) return kill.abort();
    stop.abort();
    watch.say('Stopping: what is under way is finished. Ctrl-C once more ends it at once.');
  };
  const leave = () => stop.abort();
  const release = onSignals({ SIGINT: interrupt, SIGTERM: interrupt });
  io.unread.addEventListener('abort', leave);
  try {
    const done = await runBatch({
      sources,
      folder,
      jobs,
      newJob,
      stop: stop.signal,
      kill: kill.signal,
      tell: watch.tell,
    });
    return { stopped: stop.signal.aborted, done };
  } finally {
    // A press may still come a second time, while the outputs are written.
    if (stop.signal.aborted) setTimeout(release, SAME_PRESS).unref();
    else release();
    io.unread.removeEventListener('abort', leave);
    watch.end();
  }
}

type Watch = { tell: (event: BatchEvent) => void; say: (text: string) => void; end: () => void };

function onTerminal({ stdout }: Io, total: number): Watch {
  const update = createLogUpdate(stdout);
  const started = performance.now();
  const now = new Map<string, string>();
  let note = '';
  const counts = { done: 0, kept: 0 };
  const draw = () => {
    const progress = { total, ...counts, elapsed: performance.now() - started, now: [...now.values()] };
    update([progressLine(progress, (stdout.columns || 80) - 1), note].filter(Boolean).join('\n'));
  };
  const timer = setInterval(draw, REDRAW);
  return {
    tell: (event) => {
      if (event.what === 'started') now.set(event.source.fileName, event.source.name);
      else {
        now.delete(event.source.fileName);
        counts.done += 1;
        if (event.kept) counts.kept += 1;
      }
      draw();
    },
    say: (text) => {
      note = text;
      draw();
    },
    end: () => {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}

function onPaper(io: Io, total: number): Watch {
  let done = 0;
  return {
    tell: (event) => {
      if (event.what !== 'done') return;
      done += 1;
      if (!event.kept) print(io, resultLine(event.result, { total, done }));
    },
    say: (text) => warn(io, text),
    end: () => {},
  };
}
