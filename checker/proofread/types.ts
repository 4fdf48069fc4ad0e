import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT } from '../project.ts';
import type { Finding } from './finding.ts';
import { STAGES } from './matrix.ts';

/** Type-checks every composed starter. Each finding is one message of the compiler, with the starter's number in its path. */
export async function typeFindings(): Promise<Finding[]> {
  const config = join(STAGES, 'tsconfig.json');
  await writeFile(config, JSON.stringify({ extends: '../../tsconfig.json', include: ['**/*.ts'], exclude: [] }));
  const output = await compilerOutput(config);
  return output
    .split('\n')
    .filter((line) => line.includes('error TS'))
    .map((message) => ({ place: 'starters', message }));
}

/** What `tsc` prints; nothing where all is well. Throws where it cannot be run. */
function compilerOutput(config: string): Promise<string> {
  const compiler = join(PROJECT.root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(process.execPath, [compiler, '--noEmit', '-p', config], { cwd: STAGES }, (error, stdout, stderr) => {
    if (error && !stdout.includes('error TS'))
      reject(new Error(`tsc could not run: ${stderr || stdout || error.message}`));
    else resolve(stdout);
  });
  return promise;
}
