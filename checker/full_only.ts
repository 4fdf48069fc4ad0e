import { isSealed } from './course/is_sealed.ts';
import { UserError } from './errors.ts';

/** Commands for authors and instructors. A learners' kit does not have them. */
export const FULL_ONLY: readonly string[] = ['verify', 'grade', 'kit'];

/** @throws {UserError} where a kit is asked for one of these commands. */
export function refuseInKit(command: string | undefined): void {
  if (command === undefined || !FULL_ONLY.includes(command) || !isSealed()) return;
  throw new UserError(
    `\`kata ${command}\` belongs to the full repository, which your instructor has. Run \`npx kata --help\` to see what there is here.`,
  );
}
