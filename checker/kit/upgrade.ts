import type { FileTree } from '../course/file_tree.ts';
import { hashOf, type Manifest } from './manifest.ts';

/** What a kit will be brought up to date by. */
export type Upgrade = {
  write: FileTree;
  remove: string[];
  /** Files that the learner changed and that stay. `offered` is where the new one is written, for those that have one. */
  kept: { name: string; offered?: string }[];
  /** Files of the program that were changed: the new one takes their place, and `moved` is where the changed one went. */
  replaced: { name: string; moved: string }[];
};

/** Gives the content of a file in the kit, or undefined where there is none. */
export type ReadFile = (name: string) => Promise<Buffer | undefined>;

/** The program and its course are ours by nature: a kit that has a part of each of two versions could not check. */
const PROGRAM = /^(?:checker|tasks)\/|^(?:package(?:-lock)?\.json|\.npmrc)$/;

/**
 * Plans how the files of a kit come to be what they shall be. Nothing that a learner wrote is lost, and where they removed
 * a file that the program does not need it stays away. `before` is what was written last.
 */
export async function planUpgrade(files: FileTree, before: Manifest['files'], read: ReadFile): Promise<Upgrade> {
  const plan: Upgrade = { write: new Map(), remove: [], kept: [], replaced: [] };
  for (const [name, content] of files) await planFile(name, content, before[name], read, plan);
  for (const [name, hash] of Object.entries(before)) {
    if (files.has(name)) continue;
    const current = await read(name);
    if (current && hashOf(current) === hash) plan.remove.push(name);
    else if (current) plan.kept.push({ name });
  }
  return plan;
}

async function planFile(
  name: string,
  content: Buffer,
  before: string | undefined,
  read: ReadFile,
  plan: Upgrade,
): Promise<void> {
  const current = await read(name);
  if (current?.equals(content)) return;
  const isProgram = PROGRAM.test(name);
  const isRemoved = !current && before !== undefined;
  if (isRemoved && !isProgram) return;
  const isOurs = !current || hashOf(current) === before;
  if (isOurs || isProgram) plan.write.set(name, content);
  if (isOurs) return;
  if (isProgram) {
    const moved = await freeName(`${name}.old`, (there) => there.equals(current), read);
    plan.write.set(moved, current);
    plan.replaced.push({ name, moved });
    return;
  }
  // It was offered before, and the learner has decided.
  if (hashOf(content) === before) return;
  const offered = await freeName(`${name}.new`, (there) => there.equals(content) || hashOf(there) === before, read);
  plan.write.set(offered, content);
  plan.kept.push({ name, offered });
}

/** A name that is free, or that has what may be overwritten. */
async function freeName(wanted: string, mayOverwrite: (content: Buffer) => boolean, read: ReadFile): Promise<string> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    const there = await read(name);
    if (!there || mayOverwrite(there)) return name;
  }
}
