import type { Root, RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { GradedClass, Learner } from '../grading/graded.ts';
import { isCharged } from '../grading/points.ts';
import type { Check, LearnerError, Report, Task } from '../grading/report.ts';
import { beginning } from '../harness/shorten.ts';
import type { Requirements } from './check_message.ts';
import { causeTexts, chargedFailures, consequenceTexts } from './consequences.ts';
import { reasonWithoutInputs, withoutInputs } from './hidden_inputs.ts';
import { holesOf } from './holes.ts';
import { guardText, judgedTasks, scoreText, statusOf } from './learner_text.ts';
import { code, heading, item, list, literal, paragraph, phrases, strong, table, text } from './markdown_parts.ts';
import { block, oneLine, safe } from './untrusted.ts';

const MAX_LINE = 400;
const MAX_REASON = 2000;

/** So many failed checks of a task are told in full. What else fails there has most often the same cause. */
const IN_FULL = 3;

/**
 * What a learner may be sent, in Markdown: the points of each task, and for each failed check the requirement, what is
 * wrong and one next step. No input of a check is in it, so that the same checks can be run again. Everything that comes
 * from the submission is escaped, or stands in a block of code.
 */
export function toFeedback(given: Learner, { policy }: GradedClass): string {
  const learner = safe(given);
  const { name, result } = learner;
  const root: Root = {
    type: 'root',
    children: [
      heading(1, text(`Feedback for ${oneLine(name, MAX_LINE)}`)),
      paragraph(strong(`Score: ${scoreText(learner)}.`)),
      ...safe(policy).map((sentence) => paragraph(text(sentence))),
      ...(result.reason === undefined ? [] : [paragraph(text(oneLine(result.reason, MAX_REASON)))]),
      ...(result.report ? reportParts(learner) : []),
    ],
  };
  return toMarkdown(root, { extensions: [gfmToMarkdown()], bullet: '-', emphasis: '_', rule: '-' });
}

function reportParts(learner: Learner): RootContent[] {
  const tasks = judgedTasks(learner);
  const requirements = new Map(tasks.flatMap(({ task }) => task.requirements.map((each) => [each.id, each] as const)));
  const rows = tasks.map(({ task, mark }) => [
    `${task.number}: ${task.title}`,
    mark ? `${mark.score} of ${mark.maxScore}${mark.counts ? '' : ' (does not count)'}` : '',
    `${task.checks.filter(({ outcome }) => outcome === 'passed').length} of ${task.checks.length}`,
  ]);
  const open = tasks.filter(({ task }) => task.checks.some(({ outcome }) => outcome !== 'passed'));
  return [
    ...holesOf({ tasks: tasks.map(({ task }) => task) }).map((hole) => paragraph(strong(hole))),
    table(['Task', 'Points', 'Checks passed'], rows),
    ...(learner.result.report?.diagnostics ?? []).flatMap(({ message, help, error }) => [
      paragraph(...phrases(oneLine(message, MAX_LINE))),
      ...(error ? errorParts(error, (line) => line) : []),
      ...(help ? [paragraph(...phrases(`Next: ${oneLine(help, MAX_LINE)}`))] : []),
    ]),
    ...(open.length === 0 ? [paragraph(text('Every check passed. Well done.'))] : []),
    // Of a server that does not load, the checks have nothing else to say.
    ...(statusOf(learner) === 'did not load'
      ? tasks.flatMap(({ task }) =>
          causeTexts(task, { tasks: tasks.map((each) => each.task) }).map((sentence) =>
            paragraph(...phrases(sentence)),
          ),
        )
      : open.flatMap(({ task }) => taskParts(task, requirements, { tasks: tasks.map((each) => each.task) }))),
  ];
}

function taskParts(task: Task, requirements: Requirements, report: Pick<Report, 'tasks'>): RootContent[] {
  const failed = chargedFailures(task);
  const blocked = task.checks.filter((check) => check.outcome === 'blocked' && isCharged(check));
  const unknown = task.checks.filter(({ outcome }) => outcome === 'error');
  const guards = guardText(task);
  return [
    heading(2, text(`Task ${task.number}: ${task.title}`)),
    ...(guards === '' ? [] : [paragraph(text(guards))]),
    ...consequenceTexts(task).map((sentence) => paragraph(text(sentence))),
    ...causeTexts(task, report).map((sentence) => paragraph(...phrases(sentence))),
    ...failed.slice(0, IN_FULL).flatMap((check) => failureParts(check, requirements)),
    ...listParts('These checks failed, too. Fix the ones above first:', failed.slice(IN_FULL)),
    ...listParts('These checks wait for others. They say nothing until those pass:', blocked),
    ...listParts('These checks could not be judged. Tell your instructor:', unknown),
    paragraph(text('Repeat it at home: '), literal(`npx kata check ${task.number}`)),
  ];
}

function listParts(sentence: string, checks: Check[]): RootContent[] {
  if (checks.length === 0) return [];
  return [paragraph(text(sentence)), list(checks.map(({ id, title }) => item(phrases(`[${id}] ${title}`))))];
}

function failureParts(check: Check, requirements: Requirements): RootContent[] {
  const { id, title, help, error } = check;
  const hide = withoutInputs(check);
  const words = check.requirements.flatMap((each) => requirements.get(each) ?? []);
  return [
    heading(3, ...phrases(`[${id}] ${title}`)),
    ...words.map((each) => paragraph(strong('Should:'), text(` [${each.id}] `), ...phrases(oneLine(each.text)))),
    paragraph(strong('Happened:'), text(' '), ...phrases(oneLine(reasonWithoutInputs(check), MAX_LINE))),
    ...(error ? errorParts(error, hide) : []),
    ...(help === undefined ? [] : [paragraph(strong('Next:'), text(' '), ...phrases(hide(oneLine(help))))]),
  ];
}

function errorParts({ message, file, line, source = [] }: LearnerError, hide: (text: string) => string): RootContent[] {
  const place = file ? ` (${file}:${line})` : '';
  const rows = source.map((each) => `${each.line === line ? '>' : ' '} ${each.line} | ${block(each.text)}`);
  return [
    code([`${hide(oneLine(message, MAX_LINE))}${place}`, ...rows.map((row) => beginning(row, MAX_LINE))].join('\n')),
  ];
}
