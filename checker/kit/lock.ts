import * as z from 'zod';

const namesSchema = z.record(z.string(), z.string()).optional();

const packageSchema = z.looseObject({
  dependencies: namesSchema,
  optionalDependencies: namesSchema,
  peerDependencies: namesSchema,
  peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).optional(),
  optional: z.boolean().optional(),
});

const lockSchema = z.looseObject({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), packageSchema),
});

type Locked = z.infer<typeof packageSchema>;
type Lock = z.infer<typeof lockSchema>;

/** What the lock file says of the package at its root. */
export type LockRoot = {
  name: string;
  version: string;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  [key: string]: unknown;
};

/**
 * A lock file of npm's, for another root that needs a part of the same packages: each stays where it is, with its version
 * and its integrity, and what nothing needs any more is left out. Throws an `Error` where a package is not in the lock file.
 *
 * Follows npm's rules: a package finds another in the `node_modules` of its own folder, then of each folder above; what
 * is needed by way of an optional dependency only is marked `optional`, and by way of a peer only, `peer`.
 */
export function pruneLock(lock: unknown, root: LockRoot): object {
  // Checked, and used as it came: a schema would put the keys into another order, and npm would put them back.
  lockSchema.parse(lock);
  const { packages, ...head } = lock as Lock;
  const all = { ...packages, '': packageSchema.parse(root) };
  const needed = reach(all, { optionalToo: false, peersToo: true });
  const wanted = reach(all, { optionalToo: true, peersToo: true });
  const own = reach(all, { optionalToo: true, peersToo: false });
  const kept = Object.entries(all).filter(([path]) => path !== '' && wanted.has(path));
  const marked = kept.map(
    ([path, locked]) => [path, mark(locked, { optional: !needed.has(path), peer: !own.has(path) })] as const,
  );
  return { ...head, name: root.name, version: root.version, packages: { '': root, ...Object.fromEntries(marked) } };
}

/** The paths of the packages that the root needs, by whatever way. */
function reach(
  packages: Record<string, Locked>,
  { optionalToo, peersToo }: { optionalToo: boolean; peersToo: boolean },
): Set<string> {
  const seen = new Set(['']);
  // A set that grows while it is walked is walked to its end.
  for (const path of seen) {
    const { dependencies, optionalDependencies, ...peers } = packages[path] as Locked;
    for (const name of [...Object.keys(dependencies ?? {}), ...(peersToo ? demandedPeers(peers) : [])]) {
      const found = locate(packages, path, name);
      if (found === undefined) throw new Error(`${path || 'The root'} needs ${name}, which is not in the lock file.`);
      seen.add(found);
    }
    for (const name of optionalToo ? Object.keys(optionalDependencies ?? {}) : []) {
      const found = locate(packages, path, name);
      if (found !== undefined) seen.add(found);
    }
  }
  return seen;
}

/** An optional peer is installed only where somebody else needs it, so it holds nothing. */
function demandedPeers({ peerDependencies = {}, peerDependenciesMeta = {} }: Locked): string[] {
  return Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
}

function locate(packages: Record<string, Locked>, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return undefined;
  }
}

/** The root of a kit knows no development: what is needed is needed, or optional. */
function mark(locked: Locked, flags: { optional: boolean; peer: boolean }): Locked {
  const { dev, devOptional, optional, peer, ...rest } = locked as Locked & Partial<Record<Flag, boolean>>;
  if (!dev && !devOptional && flags.optional === (optional ?? false) && flags.peer === (peer ?? false)) return locked;
  return inOrder({ ...rest, ...(flags.optional && { optional: true }), ...(flags.peer && { peer: true }) });
}

type Flag = 'dev' | 'devOptional' | 'optional' | 'peer';

const FIRST = ['version', 'resolved', 'integrity'];

/** As npm writes an entry: these keys first, then the others by their names, those that hold objects last. */
function inOrder(locked: Locked): Locked {
  const rank = ([key, value]: [string, unknown]) =>
    FIRST.includes(key) ? FIRST.indexOf(key) : typeof value === 'object' && !Array.isArray(value) ? 4 : 3;
  const entries = Object.entries(locked).map((entry, place) => ({ entry, place, rank: rank(entry) }));
  const sorted = entries.sort(
    (one, other) =>
      one.rank - other.rank || (one.rank === 3 ? (one.entry[0] < other.entry[0] ? -1 : 1) : one.place - other.place),
  );
  return Object.fromEntries(sorted.map(({ entry }) => entry)) as Locked;
}
