import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** The script of the page as one text, made of `page/` and Preact. esbuild writes no `</script` into it. */
export function pageScript(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, 'page', 'main.tsx')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: '/* With Preact, copyright Jason Miller, MIT licence. */' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
