/** Ends the name of a draft of ours: a file that is being written, or was when the program was killed. */
export const DRAFT = /\.kata-draft-[0-9a-f]{12}$/;

/**
 * Names of files and folders that are no part of a submission, at every level: the one list, for a learner's own check, the loop,
 * what is handed in, the workspace's moves and the hash of its content. Compared without regard to case.
 */
const LEFT_OUT = [
  // Dot files and folders: .git, .npmrc, .env, .DS_Store, the ._ files of macOS …
  /^\./,
  /^__macosx$/,
  /^(node_modules|bower_components)$/,
  // Configs. The checker brings its own, and some of these are run by the tools that read them.
  /^package\.json$/,
  /^[jt]sconfig.*\.json$/,
  /\.config\.[a-z0-9]+$/,
  // Lock files.
  /^(package-lock|npm-shrinkwrap)\.json$/,
  /^(yarn|bun|deno|pnpm)\.lock$/,
  /^bun\.lockb$/,
  /^pnpm-(lock|workspace)\.yaml$/,
  // Tests.
  /\.(test|spec)\.[cm]?[jt]sx?$/,
  /^__(tests|mocks|snapshots|fixtures)__$/,
  /\.snap$/,
  // Databases, with the files that SQLite keeps beside them.
  /\.(db|db3|sqlite|sqlite3)(-(wal|shm|journal))?$/,
  // What editors keep beside a file while it is open (4913: Vim), and our own drafts.
  /~$/,
  /^4913$/,
  /^#.*#$/,
  DRAFT,
];

/** Whether the file or folder of this name (one component, not a path) is no part of a submission. */
export function isLeftOut(name: string): boolean {
  const folded = name.toLowerCase();
  return LEFT_OUT.some((pattern) => pattern.test(folded));
}

/** The first part of a path (`/` or `\` between them) that is left out, with all above it. Undefined if none is. */
export function leftOutPart(path: string): string | undefined {
  const parts = path.split(/[\\/]/);
  const index = parts.findIndex((part) => part !== '' && part !== '..' && part !== '.' && isLeftOut(part));
  return index === -1 ? undefined : parts.slice(0, index + 1).join('/');
}
