/** Names of files and folders that are left out of the copy, at every level. Compared without regard to case. */
const DROPPED = [
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
];

/** Whether the file or folder of this name (one component, not a path) stays out of the copy without a word. */
export function isDropped(name: string): boolean {
  const folded = name.toLowerCase();
  return DROPPED.some((pattern) => pattern.test(folded));
}
