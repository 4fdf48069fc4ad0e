import { ENTRY_MODULE as APP } from '../harness/rules.ts';
import { Refusal, show } from './refusal.ts';

/**
 * Finds the folder that holds the API: the submission's own root, `workspace/`, a folder one down, or `workspace/` in
 * such a folder.
 *
 * Whoever hands in the whole kata has its `solutions/` beside the workspace. That is not the learner's work, and must
 * not be graded in its place. Copies below the root, or beside `workspace/`, are no rivals: the learner's own check looks at
 * none of them either.
 *
 * @param paths all paths that `tellsRoot` picks, each once.
 * @param links paths of links, none of which is followed.
 * @returns the folder with a final slash, or `''` for the root.
 * @throws Refusal where there is none, or more than one.
 */
export function findRoot(paths: Iterable<string>, links: Iterable<string> = []): string {
  const holders: string[] = [];
  const near: string[] = [];
  let isWholeKata = false;
  for (const path of paths) {
    isWholeKata ||= KATA.test(path);
    const folder = path.slice(0, path.length - APP.length);
    const fits = folder === '' || folder.endsWith('/');
    if (fits && path.endsWith(APP)) holders.push(folder);
    if (fits && path.toLowerCase().endsWith(APP)) near.push(path);
  }
  const fitting = holders.filter((folder) => isCandidate(folder) && !(isWholeKata && folder === 'solutions/')).sort();
  const outer = ['', 'workspace/'].find((folder) => fitting.includes(folder));
  const candidates = outer === undefined ? fitting : fitting.filter((folder) => isRival(folder, outer));
  const [root] = candidates;
  if (root === undefined) throw new Refusal(`${nowhere}${hint(near.sort(), [...links].sort())}`);
  if (candidates.length > 1) {
    const folders = candidates.slice(0, 5).map((folder) => (folder === '' ? 'its root' : show(folder)));
    const more = candidates.length > 5 ? ` and ${candidates.length - 5} more folders` : '';
    throw new Refusal(
      `The submission has ${APP} in several places, ${folders.join(', ')}${more}: hand in one of them alone.`,
    );
  }
  return root;
}

const nowhere = `The submission has no ${APP}, neither at its root, nor in workspace/, nor one folder down`;

function hint([near]: string[], [link]: string[]): string {
  if (near !== undefined) return `; it has ${show(near)}, which is too deep or written otherwise.`;
  return link === undefined ? '.' : `; it has the symbolic link ${show(link)}, and links are not followed.`;
}

function isCandidate(folder: string): boolean {
  return /^([^/]+\/)?(workspace\/)?$/.test(folder);
}

function isRival(folder: string, outer: string): boolean {
  return folder === outer || folder === `${outer}workspace/`;
}

const KATA = /^(workspace|tasks|checker)\//;

/** Whether `findRoot` has a use for a path: all others need not be kept. */
export function tellsRoot(path: string): boolean {
  return KATA.test(path) || path.toLowerCase().endsWith(APP);
}

/** Whether a link of this path may stand where the API is looked for. */
export function mayHideRoot(path: string): boolean {
  return /^([^/]+\/)?(workspace\/)?([^/]+|api\/v1|api\/v1\/app\.ts)$/.test(path);
}
