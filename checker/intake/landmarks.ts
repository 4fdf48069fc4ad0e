import { findRoot, mayHideRoot, tellsRoot } from './root.ts';

/** What tells where the root of an archive is: of a million entries, a few. */
export class Landmarks {
  #paths = new Set<string>();
  #links = new Set<string>();

  /** Takes the path of a file or a link into account. */
  see(path: string, isLink: boolean): void {
    if (tellsRoot(path)) this.#paths.add(path);
    if (isLink && mayHideRoot(path)) this.#links.add(path);
  }

  /** As `findRoot` gives it. */
  root(): string {
    return findRoot(this.#paths, this.#links);
  }
}
