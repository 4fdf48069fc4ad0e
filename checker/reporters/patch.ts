import { styleText } from 'node:util';
import type { FileDiff } from '../stages/diff.ts';

type Style = Parameters<typeof styleText>[0];

const STYLES: [RegExp, Style][] = [
  [/^(?:---|\+\+\+) /, 'bold'],
  [/^@@/, 'cyan'],
  [/^\+/, 'green'],
  [/^-/, 'red'],
];

/** Unified diffs as one text, which `git apply` takes; coloured for a person. Empty where nothing differs. */
export function toPatch(files: FileDiff[], { color }: { color: boolean }): string {
  // The two lines of names come first in each file. Below them, the same signs begin lines of code.
  const lines = files.flatMap((file) =>
    file.lines.map((line, index) => (color ? painted(line, index < 2 ? STYLES : STYLES.slice(1)) : line)),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function painted(line: string, styles: [RegExp, Style][]): string {
  const [, style] = styles.find(([beginning]) => beginning.test(line)) ?? [];
  return style ? styleText(style, line, { validateStream: false }) : line;
}
