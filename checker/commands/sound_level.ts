import { UserError } from '../errors.ts';
import { examine } from '../grading/doctor.ts';
import { type Io, warn } from '../io.ts';
import { sandboxOf } from '../sandbox/available.ts';
import type { SandboxLevel } from '../sandbox/level.ts';
import { selectLevel } from './select_level.ts';

/**
 * The level for a batch. `strong` counts only if it holds every canary of the doctor: where it does not, `auto` falls back to
 * `basic` and says so, and who named it gets a UserError.
 */
export async function soundLevel(io: Io, text: string | undefined): Promise<SandboxLevel> {
  const level = selectLevel(text, { own: false });
  if (level === 'strong') {
    const { canaries, sound } = await examine(sandboxOf(level));
    if (sound) return level;
    const reached = Object.entries(canaries).flatMap(([name, held]) => (held ? [] : [name]));
    const what = `The strong sandbox does not hold here (${reached.join(', ')}): run \`npx kata doctor\`.`;
    if (text === 'strong') throw new UserError(what);
    warn(io, `${what} The submissions run in sandbox basic instead.`);
    return 'basic';
  }
  if (level === 'none') warn(io, 'Nothing holds these submissions: --sandbox none is for your own code.');
  return level;
}
