import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { COURSE_POINTS, rounded, SECURITY_WEIGHT } from '../grading/points.ts';
import type { Report } from '../grading/report.ts';
import { PROJECT } from '../project.ts';
import { readTree } from '../stages/compose.ts';
import { loadRequirements, type Task } from '../tasks.ts';
import type { Finding } from './finding.ts';

const MIN_HINTS = 3;
const LINK = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g;

/** What is wrong with the texts and data of the tasks, apart from the code. `finished` is the report of the finished server. */
export async function textFindings(tasks: Task[], finished: Report): Promise<Finding[]> {
  const perTask = await Promise.all(tasks.map((task) => taskFindings(task, finished)));
  const pages = [
    join(PROJECT.tasks, 'README.md'),
    ...tasks.map(({ spec }) => spec),
    join(PROJECT.root, 'README.md'),
    join(PROJECT.root, 'CONTRIBUTING.md'),
  ];
  const links = await Promise.all(pages.map(linkFindings));
  return [...perTask.flat(), ...pointFindings(finished), ...links.flat(), ...(await importFindings(tasks))];
}

async function taskFindings(task: Task, finished: Report): Promise<Finding[]> {
  const place = `task ${task.number}`;
  const stated = existsSync(task.spec) ? [...(await loadRequirements([task])).values()] : [];
  const ids = new Set(stated.map(({ id }) => id));
  const owners = ownerFindings(await readIfThere(task.spec), ids);
  const findings = [
    ...stated.filter(({ text }) => text === '').map(({ id }) => ({ place, message: `[${id}] has no words.` })),
    ...requirementFindings(task, ids, finished),
    ...owners.map((message) => ({ place, message })),
    ...(await fileFindings(task)),
  ];
  if (task.hints.length < MIN_HINTS)
    findings.push({ place, message: `has ${task.hints.length} hints, and needs ${MIN_HINTS}.` });
  const { maxScore = 0 } = finished.tasks.find(({ number }) => number === task.number) ?? {};
  if (maxScore !== task.points)
    findings.push({ place, message: `task.ts says ${task.points} points, and its checks share ${maxScore}.` });
  return findings;
}

/** All tasks together are worth what the course is, and a check of security counts as much as it should. */
function pointFindings({ tasks, maxScore }: Report): Finding[] {
  const light = tasks.flatMap(({ checks }) => {
    const counted = checks.filter(({ guard }) => !guard);
    const ordinary = Math.max(
      0,
      ...counted.filter(({ security }) => security === undefined).map(({ points }) => points),
    );
    return counted.filter(
      ({ security, points }) => security !== undefined && points < rounded(SECURITY_WEIGHT * ordinary),
    );
  });
  const message = `counts less than ${SECURITY_WEIGHT} ordinary checks of its task, though it is one of security.`;
  return [
    ...light.map(({ id, title }) => ({ place: `check ${id} (${title})`, message })),
    ...(maxScore === COURSE_POINTS
      ? []
      : [{ place: 'tasks', message: `have ${maxScore} points together, and must have ${COURSE_POINTS}.` }]),
  ];
}

/** Every requirement of the spec is proved by a check, and every check names requirements of the spec. */
function requirementFindings(task: Task, stated: Set<string>, finished: Report): Finding[] {
  const place = `task ${task.number}`;
  const checks = finished.tasks.find(({ number }) => number === task.number)?.checks ?? [];
  const proved = new Set(checks.flatMap(({ requirements }) => requirements));
  const unproved = [...stated]
    .filter((id) => !proved.has(id))
    .map((id) => ({ place, message: `no check proves [${id}].` }));
  const unstated = checks.flatMap(({ id, title, requirements }) => {
    if (requirements.length === 0) return [{ place: `check ${id} (${title})`, message: 'names no requirement.' }];
    const own = requirements.filter(
      (requirement) => requirement.startsWith(`${task.number}.`) && !stated.has(requirement),
    );
    return own.map((requirement) => ({
      place: `check ${id} (${title})`,
      message: `names [${requirement}], which the spec does not state.`,
    }));
  });
  return [...unproved, ...unstated];
}

/** The part of a spec that counts, without the notes at its end. */
const RULES = /^## What must hold\n(.*?)(?:^Notes:$|^## )/ms;

/** Every rule of a spec is a requirement, or belongs to one that the same spec states: so each is proved by a check. */
export function ownerFindings(spec: string, stated: ReadonlySet<string>): string[] {
  const rules = (RULES.exec(spec)?.[1] ?? '').split('\n').filter((line) => /^\s*[-*\d]+\.? /.test(line));
  return rules.flatMap((line) => {
    const owner = /^- (?:\*\*)?\[(\d+\.\d+)\]/.exec(line)?.[1];
    if (owner === undefined) return [`a rule belongs to no requirement: "${line.slice(0, 60)}"`];
    return stated.has(owner) ? [] : [`a rule belongs to [${owner}], which the spec does not state.`];
  });
}

/** Files that a task touches or creates are in the finished server, and its starter has just these. */
async function fileFindings(task: Task): Promise<Finding[]> {
  const place = `task ${task.number}`;
  const named = [...task.touches, ...task.creates];
  const present = existsSync(task.starter) ? [...(await readTree(task.starter)).keys()] : [];
  return [
    ...named
      .filter((path) => !existsSync(join(PROJECT.solutions, path)))
      .map((path) => ({ place, message: `${path} is not in solutions/.` })),
    ...named.filter((path) => !present.includes(path)).map((path) => ({ place, message: `starter/ lacks ${path}.` })),
    ...present
      .filter((path) => !named.includes(path))
      .map((path) => ({ place, message: `starter/${path} is in no list of task.ts.` })),
  ];
}

async function linkFindings(page: string): Promise<Finding[]> {
  const text = await readIfThere(page);
  const place = page.slice(PROJECT.root.length + 1);
  if (text === '') return [{ place, message: 'is missing or empty.' }];
  const targets = [...text.matchAll(LINK)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/.test(target));
  return targets
    .filter((target) => !existsSync(join(dirname(page), target)))
    .map((target) => ({ place, message: `the link to ${target} leads nowhere.` }));
}

/** The server knows nothing of the program that checks it. */
async function importFindings(tasks: Task[]): Promise<Finding[]> {
  const folders = [PROJECT.solutions, ...tasks.map(({ starter }) => starter)].filter((folder) => existsSync(folder));
  const trees = await Promise.all(folders.map(readTree));
  return trees.flatMap((tree, index) =>
    [...tree]
      .filter(([, content]) => /from ['"][^'"]*checker\//.test(content.toString('utf8')))
      .map(([name]) => ({
        place: join(folders[index] as string, name).slice(PROJECT.root.length + 1),
        message: 'imports from checker/.',
      })),
  );
}

async function readIfThere(path: string): Promise<string> {
  return existsSync(path) ? readFile(path, 'utf8') : '';
}
