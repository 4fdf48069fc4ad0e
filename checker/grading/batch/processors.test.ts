import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { nodeOn, processorsOf, readCpuList } from './processors.ts';

const cores = availableParallelism();

test.for([
  ['0', [0]],
  [' 0,1\n', [0, 1]],
  ['0-3,8,10-11', [0, 1, 2, 3, 8, 10, 11]],
  ['', []],
  ['0-', []],
  ['all', []],
] as const)('the list %j has the processors %j', ([text, processors]) => {
  expect(readCpuList(text)).toEqual(processors);
});

test('a batch that leaves processors to others keeps its jobs nowhere', () => {
  expect(processorsOf(cores - 1)).toEqual([]);
});

test.runIf(processorsOf(cores).length > 0)('a process is kept on its processor, and what it starts, too', () => {
  const processors = processorsOf(cores);
  expect(processors).toHaveLength(cores);
  const [last] = processors.slice(-1);
  expect(allowed(nodeOn(last))).toBe(String(last));
  expect(allowed(nodeOn(undefined))).not.toBe(cores === 1 ? '' : String(last));
});

/** Where a child of a process that is started so may run. */
function allowed({ program, args }: ReturnType<typeof nodeOn>): string | undefined {
  const source = `console.log(require('node:child_process').execFileSync('cat', ['/proc/self/status'], { encoding: 'utf8' }))`;
  const { stdout } = spawnSync(program, [...args, '-e', source], { encoding: 'utf8' });
  return /^Cpus_allowed_list:\s*(.+)$/m.exec(stdout)?.[1];
}
