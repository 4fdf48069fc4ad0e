import { EXIT } from '../errors.ts';
import { type Io, print } from '../io.ts';
import { composeStages, judgeStages, passes, stageFindings } from '../proofread/matrix.ts';
import { textFindings } from '../proofread/texts.ts';
import { typeFindings } from '../proofread/types.ts';
import { verificationHead, verificationRow, verificationSummary } from '../reporters/verification.ts';
import { loadTasks } from '../tasks.ts';

/** `kata verify`: proof-reads the course. Every stage against every task, then the texts and the types. */
export async function verify(io: Io): Promise<number> {
  const tasks = await loadTasks();
  print(io, verificationHead(tasks.length));
  const folders = await composeStages(tasks);
  const stages = await judgeStages(folders, tasks, (stage) => {
    io.unread.throwIfAborted();
    print(io, verificationRow({ stage: stage.number, passed: tasks.map(({ number }) => passes(stage, number)) }));
  });
  const finished = stages[stages.length - 1]?.report;
  if (!finished) throw new Error('There is no stage to judge.');
  const findings = [
    ...stageFindings(stages, tasks),
    ...(await textFindings(tasks, finished)),
    ...(await typeFindings(folders)),
  ];
  print(io, verificationSummary(findings, finished.tasks.flatMap(({ checks }) => checks).length));
  return findings.length === 0 ? EXIT.passed : EXIT.failed;
}
