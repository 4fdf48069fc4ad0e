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
 * is needed by way of an optional dependency only is marked `optional`.
 */
export function pruneLock(lock: unknown, root: LockRoot): object {
  // Checked, and used as it came: a schema would put the keys into another order, and npm would put them back.
  lockSchema.parse(lock);
  const { packages, ...head } = lock as Lock;
  const all = { ...packages, '': packageSchema.parse(root) };
  const needed = reach(all, { optionalToo: false });
  const wanted = reach(all, { optionalToo: true });
  const kept = Object.entries(all).filter(([path]) => path !== '' && wanted.has(path));
  const marked = kept.map(([path, locked]) => [path, mark(locked, !needed.has(path))] as const);
  return { ...head, name: root.name, version: root.version, packages: { '': root, ...Object.fromEntries(marked) } };
}

/** The paths of the packages that the root needs, by whatever way. */
function reach(packages: Record<string, Locked>, { optionalToo }: { optionalToo: boolean }): Set<string> {
  const seen = new Set(['']);
  // A set that grows while it is walked is walked to its end.
  for (const path of seen) {
    const { dependencies, optionalDependencies, ...peers } = packages[path] as Locked;
    for (const name of [...Object.keys(dependencies ?? {}), ...demandedPeers(peers)]) {
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
function mark(locked: Locked, optional: boolean): Locked {
  const { dev, devOptional, optional: was, ...rest } = locked as Locked & { dev?: boolean; devOptional?: boolean };
  if (optional === (was ?? false) && !dev && !devOptional) return locked;
  return optional ? { ...rest, optional: true } : rest;
}
