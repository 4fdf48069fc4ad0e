import { EXIT } from '../errors.ts';
import { examine } from '../grading/doctor.ts';
import type { Io } from '../io.ts';
import { toDiagnosis } from '../reporters/diagnosis.ts';
import { strongAvailability } from '../sandbox/available.ts';

/** `kata doctor`: what this machine can do, and whether its sandbox holds. Exit code 1 where `strong` is there and does not. */
export async function doctor({ stdout }: Io): Promise<number> {
  const strong = strongAvailability();
  const examined = strong.available ? await examine({ level: 'strong', engine: strong.engine }) : undefined;
  const basic = await examine({ level: 'basic' });
  stdout.write(toDiagnosis({ runtime: process.versions.node, strong, examined, basic }));
  return examined && !examined.sound ? EXIT.failed : EXIT.passed;
}
