import type { Sandbox } from '../../sandbox/level.ts';
import { DeadlineExceeded } from '../deadline.ts';
import { LIMITS } from '../limits.ts';
import { type Compiled, CompilerEnded, CompilerProcess, type SourceFile } from './compiler_process.ts';

/** A submission may end the compiler so often; what is left of it then is not tried. */
const MAX_ENDS = 3;

const MEBIBYTE = 1024 * 1024;
const GAVE_UP = `the compiler gave up on it. It takes more than ${LIMITS.compile / 1000} s or ${LIMITS.memoryBytes / MEBIBYTE} MiB. Is something nested very deeply?`;
const NOT_TRIED = 'it was not tried: the compiler gave up on too many of your files.';

/** What all files of a submission may cost together: milliseconds, and bytes of what they become. */
type Bounds = { compileAll: number; modulesBytes: number };

/** The processes that stay, by the kind of sandbox. None of them works for anybody now. */
const idle = new Map<string, CompilerProcess[]>();

/**
 * Compiles the files of a submission, the smallest first: so it is the large ones that find no time and no room any more. One
 * after the other, in a process that nobody else uses meanwhile: whatever ends it is the file, and what is refused depends on
 * no race. Gives a result for each, in the order of the files.
 */
export async function compileFiles(
  files: readonly SourceFile[],
  sandbox: Sandbox,
  bounds: Bounds = LIMITS,
): Promise<Compiled[]> {
  const key = JSON.stringify(sandbox);
  const lasting = idle.get(key) ?? [];
  idle.set(key, lasting);
  const work = new Compilation(sandbox, lasting.pop(), bounds);
  try {
    const results = new Map<SourceFile, Compiled>();
    for (const file of files.toSorted((one, other) => one.content.length - other.content.length))
      results.set(file, await work.compile(file));
    return files.map((file) => results.get(file) as Compiled);
  } finally {
    if (work.process && !work.process.ended) lasting.push(work.process);
  }
}

/** The files of one submission. */
class Compilation {
  process: CompilerProcess | undefined;
  #sandbox: Sandbox;
  #bounds: Bounds;
  #time: number;
  #bytes: number;
  #ends = 0;

  constructor(sandbox: Sandbox, process: CompilerProcess | undefined, bounds: Bounds) {
    this.#sandbox = sandbox;
    this.process = process;
    this.#bounds = bounds;
    this.#time = bounds.compileAll;
    this.#bytes = bounds.modulesBytes;
  }

  async compile(file: SourceFile): Promise<Compiled> {
    if (this.#ends >= MAX_ENDS) return gaveUp(NOT_TRIED);
    if (this.#time <= 0) return gaveUp(this.#tooLong());
    const isFresh = !this.process || this.process.ended;
    if (!this.process || isFresh) this.process = new CompilerProcess(this.#sandbox);
    await this.process.ready();
    const most = Math.min(LIMITS.compile, this.#time);
    const started = performance.now();
    const result = await this.process.compile(file, most).catch(unlessEnded);
    this.#time -= result === 'too long' ? most : Math.min(performance.now() - started, most);
    if (typeof result !== 'string') return this.#fitting(result);
    // It may have ended of what it did before.
    if (result === 'ended' && !isFresh) return this.compile(file);
    this.#ends += 1;
    return gaveUp(most < LIMITS.compile && result === 'too long' ? this.#tooLong() : GAVE_UP);
  }

  /** A module, as long as there is room for it beside those before it. */
  #fitting(result: Compiled): Compiled {
    if ('error' in result) return result;
    const bytes = Buffer.byteLength(result.code);
    if (bytes > this.#bytes) return { error: { message: this.#tooMuch(), line: 1 } };
    this.#bytes -= bytes;
    return result;
  }

  #tooLong(): string {
    return `it was not tried: your files together take more than ${this.#bounds.compileAll / 1000} s to compile.`;
  }

  #tooMuch(): string {
    return `there is no room for it: your files together become more than ${this.#bounds.modulesBytes / MEBIBYTE} MiB when they are compiled.`;
  }
}

/** Another time it may be otherwise: it is no property of the file. */
function gaveUp(message: string): Compiled {
  return { error: { message, line: 1 }, gaveUp: true };
}

function unlessEnded(error: unknown): 'too long' | 'ended' {
  if (error instanceof DeadlineExceeded) return 'too long';
  if (error instanceof CompilerEnded) return 'ended';
  throw error;
}
