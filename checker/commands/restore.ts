import { EXIT } from '../errors.ts';
import { restoreLines, saveLines } from '../reporters/moves.ts';
import { listSaved, restoreSaved } from '../stages/saved.ts';

/** `kata restore [NAME]`: lists what was saved, or puts it back, after saving what is there. */
export async function restore(name?: string): Promise<number> {
  const lines = name === undefined ? saveLines(await listSaved()) : restoreLines(await restoreSaved(name));
  console.log(lines.join('\n'));
  return EXIT.passed;
}
