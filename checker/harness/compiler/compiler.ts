import type { Sandbox } from '../../sandbox/level.ts';
import { LIMITS } from '../limits.ts';
import { type Compiled, CompilerEnded, CompilerProcess, type SourceFile } from './compiler_process.ts';

/** A submission may end the compiler so often; what is left of it then is not tried. */
const MAX_ENDS = 3;

const MEBIBYTES = LIMITS.memoryBytes / 1024 / 1024;
const GAVE_UP = `the compiler gave up on it. It takes more than ${LIMITS.compile / 1000} s or ${MEBIBYTES} MiB. Is something nested very deeply?`;
const NOT_TRIED = 'it was not tried: the compiler gave up on too many of your files.';

/** The processes that stay, one for each kind of sandbox. */
const lasting = new Map<string, CompilerProcess>();

/**
 * Compiles files, all at once in a process that stays. Should that one end, each that has no answer is compiled anew in a
 * process that nobody else uses: whatever ends that one is the file itself. Gives a result for each, in the same order.
 */
export async function compileFiles(files: readonly SourceFile[], sandbox: Sandbox): Promise<Compiled[]> {
  const process = await lastingProcess(sandbox);
  const first = await Promise.all(files.map((file) => process.compile(file, LIMITS.compile).catch(unlessEnded)));
  const alone = new Alone(sandbox);
  try {
    const results: Compiled[] = [];
    for (const [index, file] of files.entries()) results.push(first[index] ?? (await alone.compile(file)));
    return results;
  } finally {
    alone.close();
  }
}

async function lastingProcess(sandbox: Sandbox): Promise<CompilerProcess> {
  const key = JSON.stringify(sandbox);
  const known = lasting.get(key);
  const process = known && !known.ended ? known : new CompilerProcess(sandbox);
  lasting.set(key, process);
  await process.ready();
  return process;
}

/** Compiles one file after the other, in a process of its own that is replaced when it ends. */
class Alone {
  #sandbox: Sandbox;
  #process: CompilerProcess | undefined;
  #ends = 0;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  async compile(file: SourceFile): Promise<Compiled> {
    if (this.#ends >= MAX_ENDS) return gaveUp(NOT_TRIED);
    if (!this.#process || this.#process.ended) this.#process = new CompilerProcess(this.#sandbox);
    await this.#process.ready();
    const compiled = await this.#process.compile(file, LIMITS.compile).catch(unlessEnded);
    if (compiled) return compiled;
    this.#ends += 1;
    return gaveUp(GAVE_UP);
  }

  close(): void {
    this.#process?.kill();
  }
}

/** Another time it may be otherwise: it is no property of the file. */
function gaveUp(message: string): Compiled {
  return { error: { message, line: 1 }, gaveUp: true };
}

function unlessEnded(error: unknown): undefined {
  if (!(error instanceof CompilerEnded)) throw error;
}
