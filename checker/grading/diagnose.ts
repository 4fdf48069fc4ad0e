import { isUtf8 } from 'node:buffer';
import { type CompiledSubmission, isModule } from '../harness/compile.ts';
import { FORBIDDEN_MODULE, GIVEN_PACKAGES } from '../harness/rules.ts';
import type { Failure } from '../harness/verdict.ts';
import { encodingFault } from '../submission/encoding.ts';
import type { CollectedFile } from './collect.ts';
import type { Diagnostic, Report } from './report.ts';
import { withSource } from './source_excerpt.ts';

/** Whether the server loads without any `AUTH_TYPE`: if not even that works, no check can say anything. */
export type LoadProbe = { loads: true } | { loads: false; failure: Failure };

/** What the checks found out about that. A server that loads in any of their environments loads. */
export function readProbe(files: CollectedFile[]): LoadProbe {
  const failures = files.flatMap(({ tests }) => tests.map(({ evidence }) => evidence?.neverLoads));
  const failure = failures.find((found) => found !== undefined);
  return failure ? { loads: false, failure } : { loads: true };
}

/** What is to be said of the submission as a whole, each thing once. */
export function diagnose(
  { syntaxErrors, sources }: CompiledSubmission,
  probe: LoadProbe,
  report: Report,
): Diagnostic[] {
  const syntax = syntaxErrors.map(({ file, line, message }) => ({
    kind: 'syntax' as const,
    message: `${file} ${encodingFault(sources.get(file) as Buffer) ? 'cannot be read' : 'does not compile'}: ${message}`,
    error: { message, file, line },
  }));
  const letters = [...sources]
    .filter(([file, content]) => isModule(file) && !encodingFault(content) && !isUtf8(content))
    .map(([file]) => ({
      kind: 'syntax' as const,
      message: `${file} is not saved as UTF-8, so letters such as "é" in it are not read as you see them. Save it as UTF-8.`,
    }));
  const errors = report.tasks
    .flatMap(({ checks }) => checks.map(({ error }) => error))
    .filter((error) => error !== undefined);
  const forbidden = new Set(
    errors.map(({ message }) => message).filter((message) => message.startsWith(`${FORBIDDEN_MODULE}: `)),
  );
  const imports = [...forbidden].map((message) => ({
    kind: 'forbidden module' as const,
    message: `${message.slice(FORBIDDEN_MODULE.length + 2)}. The kata allows no other module than Node's own and the given ones.`,
    help: `Given are ${GIVEN_PACKAGES.join(', ')}, and your own files.`,
  }));
  const found = [...(probe.loads ? [] : [notLoaded(probe.failure)]), ...letters, ...syntax, ...imports];
  return found.map(({ error, ...rest }: Diagnostic) => ({
    ...rest,
    ...(error && { error: withSource(error, sources) }),
  }));
}

function notLoaded({ reason, error }: Failure): Diagnostic {
  return {
    kind: 'did not load',
    message: reason,
    help: 'Start it yourself to see the same: `npm run dev`.',
    ...(error && { error }),
  };
}
