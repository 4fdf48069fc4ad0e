import type { Task } from '../../tasks.ts';

/** A part of a submission that can be replaced by the reference's: a file, or a method of a class that several tasks work on. */
export type Repair = {
  /** Path of the file, relative to the submission. */
  file: string;
  member?: { of: string; name: string };
  /** Numbers of the tasks whose work is in it. It excuses none of their checks. */
  owners: readonly number[];
};

/**
 * All parts that these tasks name, in the order of the tasks, and what is smaller first. A file with members stands last: its
 * members are tried before it.
 */
export function repairsOf(tasks: readonly Task[]): Repair[] {
  const files = [...new Set(tasks.flatMap(filesOf))];
  const parts = files.flatMap((file) => {
    const owners = tasks.filter((task) => filesOf(task).includes(file));
    const members = owners.flatMap(({ number, member }) => (member?.file === file ? [{ number, ...member }] : []));
    return [
      ...members.map(({ number, of, name }): Repair => ({ file, member: { of, name }, owners: [number] })),
      { file, owners: owners.map(({ number }) => number) },
    ];
  });
  const hasMembers = ({ file, member }: Repair) => !member && parts.some((part) => part.file === file && part.member);
  return parts.sort(
    (one, other) =>
      Number(hasMembers(one)) - Number(hasMembers(other)) ||
      first(one) - first(other) ||
      one.owners.length - other.owners.length ||
      (one.file < other.file ? -1 : 1),
  );
}

/** How a repair is named to a learner. */
export function nameOf({ file, member }: Repair): string {
  return member ? `\`${member.name}\` in \`${file}\`` : `\`${file}\``;
}

function filesOf({ touches, creates }: Task): string[] {
  return [...touches, ...creates];
}

function first({ owners }: Repair): number {
  return owners[0] ?? 0;
}
