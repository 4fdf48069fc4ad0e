import { type ClassFolder, LEARNER_FILES } from '../grading/batch/class_folder.ts';
import type { GradedClass } from '../grading/graded.ts';
import { toCsv } from '../reporters/csv.ts';
import { toFeedback } from '../reporters/feedback.ts';
import { toGradescope } from '../reporters/gradescope.ts';
import { toHtml } from '../reporters/html/html.ts';
import { toJunit } from '../reporters/junit.ts';

/** Writes everything that an instructor reads, from the results alone. What an earlier run wrote of others goes. */
export async function writeOutputs(folder: ClassFolder, graded: GradedClass): Promise<void> {
  await folder.write('grades.csv', toCsv(graded));
  await folder.write('junit.xml', toJunit(graded));
  await folder.write('report.html', toHtml(graded));
  for (const lean of graded.learners) {
    // What learners are sent holds no hidden input, and the whole report alone tells which inputs there were.
    const learner = { ...lean, result: (await folder.result(lean.fileName)) ?? lean.result };
    await folder.write(LEARNER_FILES.gradescope(learner.fileName), toGradescope(learner, graded));
    await folder.write(LEARNER_FILES.feedback(learner.fileName), toFeedback(learner, graded));
  }
  const written = new Set(graded.learners.map(({ fileName }) => fileName));
  for (const { fileName } of folder.manifest.submissions)
    if (!written.has(fileName)) await folder.remove(fileName, 'gradescope', 'feedback');
}
