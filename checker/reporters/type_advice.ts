import type { TypeAdvice } from '../grading/type_advice.ts';

const MAX_LINES = 3;

/** What TypeScript says, as a few lines beside the checks. Empty where it says nothing. */
export function typeAdviceLines(advice: TypeAdvice[]): string[] {
  if (advice.length === 0) return [];
  const shown = advice.slice(0, MAX_LINES).map(({ file, line, message }) => `  ${file}:${line}  ${message}`);
  const left = advice.length - shown.length;
  const more = left > 0 ? [`  … and ${left} more: \`npx tsc --noEmit -p .kata/types\` shows all.`] : [];
  return ['TypeScript says, as advice (it changes no verdict):', ...shown, ...more];
}
