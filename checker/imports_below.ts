import type { Metafile } from 'esbuild';
import { FULL_ONLY } from './full_only.ts';

/** All sources that are reached from some of them, each with its imports, as esbuild follows them. Paths are relative to `root`. */
export async function importsBelow(root: string, entryPoints: string[]): Promise<Metafile['inputs']> {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: '.',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    external: FULL_ONLY.map((command) => `./commands/${command}.ts`),
    logLevel: 'silent',
  });
  return metafile.inputs;
}
