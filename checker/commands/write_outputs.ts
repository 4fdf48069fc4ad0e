import { join } from 'node:path';
import type { ClassFolder } from '../grading/batch/class_folder.ts';
import type { GradedClass } from '../grading/graded.ts';
import { toCsv } from '../reporters/csv.ts';
import { toFeedback } from '../reporters/feedback.ts';
import { toGradescope } from '../reporters/gradescope.ts';
import { toHtml } from '../reporters/html/html.ts';
import { toJunit } from '../reporters/junit.ts';

/** Writes everything that an instructor reads, from the results alone. */
export async function writeOutputs(folder: ClassFolder, graded: GradedClass): Promise<void> {
  await folder.write('grades.csv', toCsv(graded));
  await folder.write('junit.xml', toJunit(graded));
  await folder.write('report.html', toHtml(graded));
  for (const lean of graded.learners) {
    // What learners are sent holds no hidden input, and the whole report alone tells which inputs there were.
    const learner = { ...lean, result: (await folder.result(lean.fileName)) ?? lean.result };
    await folder.write(join('gradescope', `${learner.fileName}.json`), toGradescope(learner, graded));
    await folder.write(join('feedback', `${learner.fileName}.md`), toFeedback(learner, graded));
  }
}
