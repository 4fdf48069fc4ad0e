import { EXIT } from '../errors.ts';
import { type Io, print } from '../io.ts';
import { restoreLines, saveLines } from '../reporters/moves.ts';
import { listSaved, restoreSaved } from '../stages/saved.ts';

/** `kata restore [NAME]`: lists what was saved, or puts it back, after saving what is there. */
export async function restore(io: Io, name?: string): Promise<number> {
  const lines =
    name === undefined ? saveLines(await listSaved(io.home)) : restoreLines(await restoreSaved(io.home, name));
  print(io, ...lines);
  return EXIT.passed;
}
