import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompiledSubmission } from '../../harness/compile.ts';
import { compileFiles } from '../../harness/compiler/compiler.ts';
import { sandboxOf } from '../../sandbox/available.ts';
import { stageBefore } from '../../stages/compose.ts';
import type { Task } from '../../tasks.ts';
import type { Repair } from './repairs.ts';

/** Modules that stand in the place of files of a submission, as compiled: code by name. */
export type Modules = Record<string, string>;

const references = new Map<number, Promise<Modules>>();

/** The reference as it stands once task `number` is done: the files that tasks name. `tasks`: all of the course. */
export function referenceAfter(number: number, tasks: Task[]): Promise<Modules> {
  const known = references.get(number) ?? compiledStage(number, tasks);
  references.set(number, known);
  return known;
}

async function compiledStage(number: number, tasks: Task[]): Promise<Modules> {
  const tree = await stageBefore(number + 1, tasks);
  const names = new Set(tasks.flatMap(({ touches, creates }) => [...touches, ...creates]));
  const files = [...tree].filter(([name]) => names.has(name)).map(([name, content]) => ({ name, content }));
  const results = await compileFiles(files, sandboxOf('none'));
  return Object.fromEntries(
    results.map((result, index) => {
      const { name } = files[index] as (typeof files)[number];
      if ('error' in result) throw new Error(`The reference does not compile: ${name}.`);
      return [name, String(result.code)];
    }),
  );
}

/** What a submission must load so that these parts of it are the reference's. Each of the files must be there. */
export async function hybridOf(
  repairs: readonly Repair[],
  { submission, reference }: { submission: CompiledSubmission; reference: Modules },
): Promise<Modules> {
  const modules: Modules = {};
  for (const [file, parts] of Map.groupBy(repairs, (repair) => repair.file)) {
    const right = reference[file] as string;
    if (parts.some(({ member }) => !member)) modules[file] = right;
    else Object.assign(modules, await overridden(file, { right, parts, root: submission.root }));
  }
  return modules;
}

type Overriding = { right: string; parts: Repair[]; root: string };

/**
 * The learner's module, with methods of the reference's on its class. A method that is no method there stays as it is. The two
 * modules beside it are seen by it alone (`harness/stub/modules.ts`), and the proxy does not show the text of a method.
 */
async function overridden(file: string, { right, parts, root }: Overriding): Promise<Modules> {
  const own = await readFile(join(root, file), 'utf8');
  const [ownName, rightName] = [file.replace(/(\.\w+)$/, '.own$1'), file.replace(/(\.\w+)$/, '.right$1')];
  const [ownFrom, rightFrom] = [ownName, rightName].map((name) => JSON.stringify(`./${name.split('/').at(-1)}`));
  const names = parts.flatMap(({ member }) => (member ? [member] : []));
  return {
    [ownName]: own,
    [rightName]: right,
    [file]: [
      `import * as own from ${ownFrom};`,
      `import * as right from ${rightFrom};`,
      `export * from ${ownFrom};`,
      // Nothing, if there is none.
      `export default own.default;`,
      ...names.map(
        ({ of, name }) =>
          `Object.defineProperty(own.${of}.prototype, '${name}', { value: new Proxy(right.${of}.prototype.${name}, {}), configurable: true, writable: true });`,
      ),
    ].join('\n'),
  };
}
