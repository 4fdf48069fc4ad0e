import { UserError } from '../errors.ts';
import { bestLevel, strongAvailability } from '../sandbox/available.ts';
import type { SandboxLevel } from '../sandbox/level.ts';

/**
 * The level that `--sandbox` names; where nothing is said, `basic` for one's own workspace and the best there is for a
 * submission of somebody else's. Throws a UserError for another word, and where `strong` is asked for and is not to be had.
 */
export function selectLevel(text: string | undefined, { own }: { own: boolean }): SandboxLevel {
  if (text === undefined) return own ? 'basic' : bestLevel();
  if (text === 'auto') return bestLevel();
  if (text === 'basic' || text === 'none') return text;
  if (text !== 'strong') throw new UserError(`--sandbox takes auto, strong, basic or none, not "${text}".`);
  const strong = strongAvailability();
  if (strong.available) return 'strong';
  throw new UserError(`--sandbox strong is not to be had here: ${strong.reason} ${strong.advice}`);
}
