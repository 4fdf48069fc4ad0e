import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { isLeftOut, leftOutPart } from '../submission/left_out.ts';

export type WatchOptions = {
  /** A file was saved, made or removed. */
  saved: () => void;
  /** Files change, and the system does not tell: a network drive, or a folder of another system. */
  missed: () => void;
  /** Asks the files themselves, again and again, and not the system. */
  polling?: boolean;
  /** Milliseconds between two looks at the folder, for events that do not come. */
  interval?: number;
};

const LOOK = 1000;
const POLL = 300;

/**
 * Watches a folder, and looks by itself now and then whether events come at all. The folder may go away and come back.
 * Gives what ends the watch, once it is ready.
 */
export async function watchFolder(folder: string, options: WatchOptions): Promise<() => Promise<void>> {
  const { saved, missed, polling = false, interval = LOOK } = options;
  let seen = fingerprint(folder);
  let told = true;
  let gone = !existsSync(folder);
  const onEvent = () => {
    told = true;
    seen = fingerprint(folder);
    saved();
  };
  let watcher = await openWatcher(folder, polling, onEvent);
  // Saved before events came.
  if (fingerprint(folder) !== seen) onEvent();
  const timer = setInterval(look, interval);
  async function look(): Promise<void> {
    const now = fingerprint(folder);
    if (!existsSync(folder)) {
      if (!gone) onEvent();
      gone = true;
      return;
    }
    if (gone) {
      // Events are told of the folder that was there before, not of this one.
      gone = false;
      const before = watcher;
      watcher = await openWatcher(folder, polling, onEvent);
      void before.close();
      return onEvent();
    }
    // Who asks the files anyway misses nothing.
    if (polling || now === seen) return;
    // An event may still be on its way: it has until the next look.
    if (told) told = false;
    else {
      onEvent();
      missed();
    }
  }
  return async () => {
    clearInterval(timer);
    await watcher.close();
  };
}

async function openWatcher(folder: string, polling: boolean, onEvent: () => void): Promise<FSWatcher> {
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path) => path !== folder && leftOutPart(path.slice(folder.length)) !== undefined,
    usePolling: polling,
    interval: POLL,
  });
  watcher.on('all', onEvent);
  // A system that runs out of watches: looking goes on.
  watcher.on('error', () => {});
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return watcher;
}

/** Names, sizes and times of all files that count, as one text. */
function fingerprint(folder: string): string {
  return namesBelow(folder, '')
    .map((name) => `${name} ${statOf(join(folder, name))}`)
    .join('\n');
}

/** What is left out is not even listed: it may be large. */
function namesBelow(folder: string, below: string): string[] {
  return entriesOf(join(folder, below)).flatMap((entry) => {
    if (isLeftOut(entry.name)) return [];
    const name = join(below, entry.name);
    return entry.isDirectory() ? [name, ...namesBelow(folder, name)] : [name];
  });
}

/** Nothing for a folder that has gone meanwhile. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function statOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.size} ${stat.mtimeMs}` : '';
}
