import { stripVTControlCharacters, styleText } from 'node:util';
import wrapAnsi from 'wrap-ansi';

export type Style = Parameters<typeof styleText>[0];

/** How texts become lines: with colours or without, and folded where the terminal is narrow. */
export type Sheet = {
  paint: (style: Style, text: string) => string;
  /** A text behind a prefix; where it is longer than the terminal is wide, it goes on below itself. */
  fold: (prefix: string, text: string) => string;
};

/** Narrower than this, folding makes nothing better. */
const MIN_FOLD = 24;

/** `width`: columns of the terminal; without it, nothing is folded. */
export function sheetOf({ color, width }: { color: boolean; width?: number | undefined }): Sheet {
  return {
    paint: (style, text) => (color ? styleText(style, text, { validateStream: false }) : text),
    fold: (prefix, text) => folded(prefix, text, width),
  };
}

function folded(prefix: string, text: string, width: number | undefined): string {
  const indent = stripVTControlCharacters(prefix).length;
  if (width === undefined || width - indent < MIN_FOLD) return prefix + text;
  const lines = wrapAnsi(text, width - indent, { hard: true, trim: true }).split('\n');
  return prefix + lines.join(`\n${' '.repeat(indent)}`);
}
