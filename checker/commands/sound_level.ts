import { UserError } from '../errors.ts';
import { examine } from '../grading/doctor.ts';
import { type Io, warn } from '../io.ts';
import { sandboxOf, strongAvailability } from '../sandbox/available.ts';
import type { SandboxLevel } from '../sandbox/level.ts';
import { selectLevel } from './select_level.ts';

/**
 * The level for a batch: `strong`, and only if it holds every canary of the doctor. Anything less is no wall against strangers,
 * so it must be named. Throws a UserError where `strong` is not to be had, or does not hold, and nothing else was named.
 */
export async function soundLevel(io: Io, text: string | undefined): Promise<SandboxLevel> {
  const level = selectLevel(text, { own: false });
  if (level === 'strong') {
    const { canaries, sound } = await examine(sandboxOf(level));
    if (sound) return level;
    const reached = Object.entries(canaries).flatMap(([name, held]) => (held ? [] : [name]));
    throw new UserError(
      `The strong sandbox does not hold here (${reached.join(', ')}): run \`npx kata doctor\`. ${KNOWN_PEOPLE}`,
    );
  }
  if (level === 'none') warn(io, 'Nothing holds these submissions: --sandbox none is for your own code.');
  if (level === 'basic' && text !== 'basic') throw new UserError(strongIsMissing());
  return level;
}

const KNOWN_PEOPLE = 'Do you know everybody who wrote the submissions? Then you can grade them with --sandbox basic.';

function strongIsMissing(): string {
  const strong = strongAvailability();
  const why = strong.available ? '' : ` ${strong.reason} ${strong.advice}`;
  return `Code of other people is graded in the strong sandbox, and there is none here.${why} ${KNOWN_PEOPLE}`;
}
