import type { ClassFolder } from '../grading/batch/class_folder.ts';
import type { GradedClass } from '../grading/graded.ts';

/** Writes everything that an instructor reads, from the results alone. */
export async function writeOutputs(folder: ClassFolder, graded: GradedClass): Promise<void> {
  await folder.write('class.json', `${JSON.stringify(graded)}\n`);
}
