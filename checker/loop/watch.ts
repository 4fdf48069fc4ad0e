import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

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
const LEFT_OUT = /(?:^|[\\/])(?:node_modules|\.[^\\/]+|[^\\/]+\.db(?:-\w+)?|4913|[^\\/]*~)$/;

/**
 * Watches a folder, and looks by itself now and then whether events come at all. Gives what ends the watch, once it is
 * ready.
 */
export async function watchFolder(folder: string, options: WatchOptions): Promise<() => Promise<void>> {
  const { saved, missed, polling = false, interval = LOOK } = options;
  let seen = fingerprint(folder);
  let told = true;
  const watcher: FSWatcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path) => path !== folder && LEFT_OUT.test(path.slice(folder.length)),
    usePolling: polling,
    interval: POLL,
  });
  watcher.on('all', () => {
    told = true;
    seen = fingerprint(folder);
    saved();
  });
  // A folder that goes away, or a system that runs out of watches: looking goes on.
  watcher.on('error', () => {});
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  // Who asks the files anyway misses nothing.
  const timer = polling ? undefined : setInterval(look, interval);
  function look(): void {
    const now = fingerprint(folder);
    if (now === seen) return;
    // An event may still be on its way: it has until the next look.
    if (told) told = false;
    else {
      seen = now;
      told = true;
      missed();
      saved();
    }
  }
  return async () => {
    clearInterval(timer);
    await watcher.close();
  };
}

/** Names, sizes and times of all files, as one text. */
function fingerprint(folder: string): string {
  try {
    return readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => !LEFT_OUT.test(name))
      .map((name) => `${name} ${statOf(join(folder, name))}`)
      .join('\n');
  } catch {
    return '';
  }
}

function statOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.size} ${stat.mtimeMs}` : '';
}
