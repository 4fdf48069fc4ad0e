import { Refusal, show } from './refusal.ts';

const APP = 'api/v1/app.ts';

/**
 * Finds the folder that holds the API: the submission's own root, `workspace/`, a folder one down, or `workspace/` in
 * such a folder.
 *
 * Whoever hands in the whole kata has its `solutions/` beside the workspace. That is not the learner's work, and must
 * not be graded in its place.
 *
 * @returns the folder with a final slash, or `''` for the root.
 * @throws Refusal where there is none, or more than one.
 */
export function findRoot(paths: Iterable<string>): string {
  const holders: string[] = [];
  const near: string[] = [];
  let isWholeKata = false;
  for (const path of paths) {
    isWholeKata ||= /^(workspace|tasks|checker)\//.test(path);
    const folder = path.slice(0, path.length - APP.length);
    const fits = folder === '' || folder.endsWith('/');
    if (fits && path.endsWith(APP)) holders.push(folder);
    if (fits && path.toLowerCase().endsWith(APP)) near.push(path);
  }
  const candidates = holders
    .filter((folder) => isCandidate(folder) && !(isWholeKata && folder === 'solutions/'))
    .sort();
  const [root] = candidates;
  if (root === undefined) throw new Refusal(`${nowhere}${hint(near.sort())}`);
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

function hint(near: string[]): string {
  return near[0] === undefined ? '.' : `; it has ${show(near[0])}, which is too deep or written otherwise.`;
}

function isCandidate(folder: string): boolean {
  return /^([^/]+\/)?(workspace\/)?$/.test(folder);
}
