import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { isDraft, remove, told, writeWhole } from '../../write_whole.ts';
import { type Result, resultSchema } from '../graded.ts';
import type { Source } from './sources.ts';

/** A name of a file as `file_name.ts` makes it: nothing that leads out of a folder. */
const fileName = z.string().regex(/^[\p{L}\p{M}\p{N}_-]+$/u);

const manifestSchema = z.strictObject({
  schema: z.literal(2),
  kata: z.string(),
  /** The fingerprint of the checks and of what runs them. */
  checks: z.string(),
  seed: z.number().int(),
  sandbox: z.enum(['none', 'basic', 'strong']),
  /** What was named to be graded, and the policy. Paths from the folder of the run, with slashes. */
  sources: z.array(z.string()),
  policy: z.string().optional(),
  /** Whether each submission has the result of its present work. */
  finished: z.boolean(),
  /** In the order of their names. */
  submissions: z.array(z.strictObject({ name: z.string(), fileName })),
});

/** What a run was started with, and how far it came. */
export type Manifest = z.infer<typeof manifestSchema>;

/** What a run depends on beside the submissions. */
export type RunHead = Omit<Manifest, 'schema' | 'finished' | 'submissions'>;

/** The files of one learner, from the folder of the run. */
export const LEARNER_FILES = {
  result: (name: string) => join('submissions', `${name}.json`),
  gradescope: (name: string) => join('gradescope', `${name}.json`),
  feedback: (name: string) => join('feedback', `${name}.md`),
} as const;

/** The folder of a run: its manifest, a file for each result, and the outputs. Each file is there whole or not at all. */
export class ClassFolder {
  readonly path: string;
  #manifest: Manifest;

  private constructor(path: string, manifest: Manifest) {
    this.path = path;
    this.#manifest = manifest;
  }

  get manifest(): Manifest {
    return this.#manifest;
  }

  /** Begins a run. Throws a UserError where the folder holds anything already, or cannot be written. */
  static async create(path: string, shown: string, head: RunHead, sources: Source[]): Promise<ClassFolder> {
    const entries = await entriesOf(path, shown);
    if (entries?.includes('run.json'))
      throw new UserError(`${shown} holds an earlier run. Go on with it by --resume, or name another folder.`);
    // A run that was killed at its very beginning has left a draft at the most.
    if (entries?.some((entry) => !isDraft(entry)))
      throw new UserError(`${shown} is not empty. Name a new folder: nothing is overwritten.`);
    const folder = new ClassFolder(path, manifestOf(head, sources));
    await orTellFolder(shown, () => mkdir(path, { recursive: true }));
    await folder.#begin();
    return folder;
  }

  /** Goes on with a run over what is there now. The files of those who have gone go with them; a file that is not ours stays. */
  async update(head: RunHead, sources: Source[]): Promise<void> {
    const files = new Set(sources.map(({ fileName }) => fileName));
    const gone = this.manifest.submissions.filter(({ fileName }) => !files.has(fileName));
    this.#manifest = manifestOf(head, sources);
    for (const { fileName } of gone) await this.remove(fileName, 'result', 'gradescope', 'feedback');
    await this.#begin();
  }

  /** The manifest comes first: whatever happens from then on, one can go on. Drafts of a run that was killed go. */
  async #begin(): Promise<void> {
    await this.record({ finished: false });
    await mkdir(join(this.path, 'submissions'), { recursive: true });
    const drafts = (await readdir(this.path, { recursive: true })).filter(isDraft);
    for (const draft of drafts) await rm(join(this.path, draft), { force: true });
  }

  /** Changes the manifest. */
  async record(change: Partial<Manifest>): Promise<void> {
    this.#manifest = { ...this.#manifest, ...change };
    await this.write('run.json', `${JSON.stringify(this.#manifest, null, 2)}\n`);
  }

  /** Opens the folder of an earlier run. Throws a UserError where it is none. */
  static async open(path: string, shown: string): Promise<ClassFolder> {
    const entries = await entriesOf(path, shown);
    if (!entries) throw new UserError(`There is no ${shown}: nothing to go on with. Leave --resume out to begin.`);
    if (!entries.includes('run.json')) throw new UserError(`${shown} holds no run of kata grade.`);
    const parsed = manifestSchema.safeParse(parse(await readFile(join(path, 'run.json'), 'utf8')));
    if (!parsed.success)
      throw new UserError(
        `${shown}/run.json cannot be read: it is damaged, or of another version. Grade into a new folder.`,
      );
    return new ClassFolder(path, parsed.data);
  }

  /** The result of a submission, where it is there and whole. */
  async result(fileName: string): Promise<Result | undefined> {
    const text = await readFile(join(this.path, LEARNER_FILES.result(fileName)), 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const data = parse(text);
    // The schema would put the keys into an order of its own.
    return resultSchema.safeParse(data).success ? (data as Result) : undefined;
  }

  /** The same, if it is of this learner, and was found by what judges now, with the same seed: only the work may be another. */
  async good({ name, fileName }: Source): Promise<Result | undefined> {
    const result = await this.result(fileName);
    const { checks, seed, sandbox } = this.manifest;
    if (!result || result.status === 'error' || result.name !== name || result.checks !== checks) return undefined;
    const { report } = result;
    return !report || (report.seed === seed && report.sandbox === sandbox) ? result : undefined;
  }

  async keep(fileName: string, result: Result): Promise<void> {
    await this.write(LEARNER_FILES.result(fileName), `${JSON.stringify(result)}\n`);
  }

  /** Writes an output, whole or not at all. `name` is relative to the folder. A long one may come in parts. */
  async write(name: string, content: string | Iterable<string>): Promise<void> {
    const whole =
      typeof content === 'string' ? content : Buffer.concat(Array.from(content, (part) => Buffer.from(part)));
    await writeWhole(join(this.path, name), whole);
  }

  /** Removes files of a learner that a run wrote. */
  async remove(fileName: string, ...kinds: (keyof typeof LEARNER_FILES)[]): Promise<void> {
    for (const kind of kinds) await remove(join(this.path, LEARNER_FILES[kind](fileName)));
  }
}

function manifestOf(head: RunHead, sources: Source[]): Manifest {
  const submissions = sources.map(({ name, fileName }) => ({ name, fileName }));
  return { schema: 2, ...head, finished: false, submissions };
}

async function entriesOf(path: string, shown: string): Promise<string[] | undefined> {
  const status = await lstat(path).catch(() => undefined);
  if (!status) return undefined;
  if (!status.isDirectory()) throw new UserError(`${shown} is a file. Name a folder for the results.`);
  return orTellFolder(shown, () => readdir(path));
}

async function orTellFolder<Value>(shown: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw told(shown, error);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
