import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Home, PROJECT } from '../project.ts';

/** What TypeScript says about a line of a workspace. It is advice: checks judge behaviour, and types are none. */
export type TypeAdvice = { file: string; line: number; message: string };

/** What the folder is checked with: strict about types, and at ease about style, as the checks are. */
const OPTIONS = {
  module: 'preserve',
  moduleResolution: 'bundler',
  erasableSyntaxOnly: false,
  verbatimModuleSyntax: false,
  exactOptionalPropertyTypes: false,
  noUncheckedIndexedAccess: false,
  noImplicitOverride: false,
};

const FINDING = /^(.+?)\((\d+),\d+\): error TS\d+: (.*)$/;

export type TypeCheck = {
  /** What TypeScript says, or nothing where it has not said it after so many milliseconds more. Then the compiler is ended. */
  within: (milliseconds: number) => Promise<TypeAdvice[]>;
  /** Nobody wants to know any more: ends the compiler. */
  end: () => void;
};

/** Begins to type-check a workspace, beside other work. Nobody waits long for advice; where it cannot be had, it is nothing. */
export function startTypeCheck(home: Pick<Home, 'workspace' | 'derived'>): TypeCheck {
  const ending = new AbortController();
  const finished = compilerOutput(home, ending.signal).then(readAdvice, () => []);
  return {
    within: async (milliseconds) => {
      const { promise: late, resolve } = Promise.withResolvers<TypeAdvice[]>();
      const timer = setTimeout(() => resolve([]), milliseconds);
      try {
        return await Promise.race([finished, late]);
      } finally {
        clearTimeout(timer);
        ending.abort();
      }
    },
    end: () => ending.abort(),
  };
}

async function compilerOutput(
  { workspace, derived }: Pick<Home, 'workspace' | 'derived'>,
  signal: AbortSignal,
): Promise<string> {
  const config = join(derived, 'types', 'tsconfig.json');
  const content = {
    extends: join(PROJECT.root, 'tsconfig.json'),
    compilerOptions: OPTIONS,
    include: [join(workspace, '**', '*.ts')],
    exclude: [],
  };
  await mkdir(join(config, '..'), { recursive: true });
  await writeFile(config, JSON.stringify(content));
  const compiler = join(PROJECT.root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { promise, resolve } = Promise.withResolvers<string>();
  const args = [compiler, '--noEmit', '--pretty', 'false', '-p', config];
  // The exit code says only that there are errors, and these stand in the output.
  execFile(process.execPath, args, { cwd: workspace, signal }, (_error, stdout) => resolve(stdout));
  return promise;
}

/** Each finding is one line; lines that explain it further are indented. */
function readAdvice(output: string): TypeAdvice[] {
  return output.split('\n').flatMap((text) => {
    const [, file, line, message] = FINDING.exec(text.trimEnd()) ?? [];
    return file !== undefined && message !== undefined ? [{ file, line: Number(line), message }] : [];
  });
}
