import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PROJECT } from '../project.ts';
import type { Finding } from './finding.ts';

/** Type-checks every composed starter, each for itself: they all declare the same global types. */
export async function typeFindings(folders: string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const folder of folders) findings.push(...(await stageFindings(folder)));
  return findings;
}

async function stageFindings(folder: string): Promise<Finding[]> {
  const config = join(folder, 'tsconfig.json');
  const options = { extends: join(PROJECT.root, 'tsconfig.json'), include: ['**/*.ts'], exclude: [] };
  await writeFile(config, JSON.stringify(options));
  const messages = (await compilerOutput(config)).split('\n').filter((line) => line.includes('error TS'));
  return messages.map((message) => ({ place: `starter ${basename(folder)}`, message }));
}

/** What `tsc` prints; nothing where all is well. Throws where it cannot be run. */
function compilerOutput(config: string): Promise<string> {
  const compiler = join(PROJECT.root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(
    process.execPath,
    [compiler, '--noEmit', '-p', config],
    { cwd: dirname(config) },
    (error, stdout, stderr) => {
      if (error && !stdout.includes('error TS'))
        reject(new Error(`tsc could not run: ${stderr || stdout || error.message}`));
      else resolve(stdout);
    },
  );
  return promise;
}
