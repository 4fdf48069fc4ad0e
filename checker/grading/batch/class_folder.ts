import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { isDraft, told, writeWhole } from '../../write_whole.ts';
import { type Result, resultSchema } from '../graded.ts';
import type { Source } from './sources.ts';

const manifestSchema = z.strictObject({
  schema: z.literal(1),
  kata: z.string(),
  seed: z.number().int(),
  sandbox: z.enum(['none', 'basic', 'strong']),
  /** The submissions of the run, by the name of their file. */
  submissions: z.record(z.string(), z.string()),
});

/** What a run was started with. */
export type Manifest = z.infer<typeof manifestSchema>;

/** The folder of a run: its manifest, a file for each result, and the outputs. Each file is there whole or not at all. */
export class ClassFolder {
  readonly path: string;
  readonly manifest: Manifest;

  private constructor(path: string, manifest: Manifest) {
    this.path = path;
    this.manifest = manifest;
  }

  /** Begins a run. Throws a UserError where the folder holds anything already, or cannot be written. */
  static async create(
    path: string,
    shown: string,
    head: Omit<Manifest, 'schema' | 'submissions'>,
    sources: Source[],
  ): Promise<ClassFolder> {
    const entries = await entriesOf(path, shown);
    if (entries?.includes('run.json'))
      throw new UserError(`${shown} holds an earlier run. Go on with it by --resume, or name another folder.`);
    // A run that was killed at its very beginning has left a draft at the most.
    if (entries?.some((entry) => !isDraft(entry)))
      throw new UserError(`${shown} is not empty. Name a new folder: nothing is overwritten.`);
    const submissions = Object.fromEntries(sources.map(({ fileName, name }) => [fileName, name]));
    const folder = new ClassFolder(path, { schema: 1, ...head, submissions });
    await orTellFolder(shown, () => mkdir(path, { recursive: true }));
    await folder.#begin();
    return folder;
  }

  /** Goes on with a run over what is there now. A result counts only for the content that it was made of. */
  async update(sources: Source[]): Promise<void> {
    const submissions = Object.fromEntries(sources.map(({ fileName, name }) => [fileName, name]));
    this.manifest.submissions = submissions;
    await this.#begin();
  }

  /** The manifest comes first: whatever happens from then on, one can go on. Drafts of a run that was killed go. */
  async #begin(): Promise<void> {
    await this.write('run.json', `${JSON.stringify(this.manifest, null, 2)}\n`);
    await mkdir(join(this.path, 'submissions'), { recursive: true });
    const drafts = (await readdir(this.path, { recursive: true })).filter(isDraft);
    for (const draft of drafts) await rm(join(this.path, draft), { force: true });
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

  /** The result of a submission, where it is there and good. */
  async result(fileName: string): Promise<Result | undefined> {
    const text = await readFile(this.#pathOf(fileName), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : resultSchema.safeParse(parse(text)).data;
  }

  async keep(fileName: string, result: Result): Promise<void> {
    await this.write(join('submissions', `${fileName}.json`), `${JSON.stringify(result)}\n`);
  }

  /** Writes an output, whole or not at all. `name` is relative to the folder. A long one may come in parts. */
  async write(name: string, content: string | Iterable<string>): Promise<void> {
    const whole =
      typeof content === 'string' ? content : Buffer.concat(Array.from(content, (part) => Buffer.from(part)));
    await writeWhole(join(this.path, name), whole);
  }

  #pathOf(fileName: string): string {
    return join(this.path, 'submissions', `${fileName}.json`);
  }
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
