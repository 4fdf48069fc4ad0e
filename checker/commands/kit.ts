import { EXIT } from '../errors.ts';
import { type Io, print } from '../io.ts';
import { kitFiles } from '../kit/kit_files.ts';
import { makeKit } from '../kit/make_kit.ts';
import { kitPlace } from '../kit/place.ts';
import { kitLines } from '../reporters/kit.ts';
import { loadTasks } from '../tasks.ts';

/** `kata kit OUT`: makes the repository that learners get, or brings one up to date. */
export async function kit(io: Io, out: string): Promise<number> {
  const place = await kitPlace(out);
  const made = await makeKit(await kitFiles(await loadTasks()), place);
  print(io, ...kitLines(made, out));
  return EXIT.passed;
}
