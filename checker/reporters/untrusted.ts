import { stripVTControlCharacters } from 'node:util';

/**
 * Texts that come from submissions: names, logs, errors. Each output escapes for its own format; what is dangerous in
 * all of them is settled here.
 */

/** Controls that turn the direction of what follows, or cannot be seen: a name could look like another. */
const HIDDEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g;

/** Most texts are these characters alone, and a class has hundreds of thousands of them. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/** A text as one line: no control characters, no terminal escapes; what cannot be seen is named, as `‹U+202E›`. */
export function oneLine(text: string, most = Number.POSITIVE_INFINITY): string {
  return shortened(block(text).replace(/\s+/g, ' ').trim(), most);
}

/** A text as one line of a terminal, with its blanks as they are: a line of code, or for a shell. */
export function printable(text: string): string {
  return block(text).replace(/[\n\t]+/g, ' ');
}

/** The same for a text of several lines. */
export function block(text: string): string {
  return withoutCommands(PLAIN.test(text) ? text : withoutControls(text));
}

/**
 * What build servers read in a log as a command to them: GitHub's `::error::`, and the `##[error]`, `##vso[` and `##teamcity[` of
 * others. A blank between its first two characters makes it a text.
 */
const COMMAND = /(?<=^|\s)::(?=[a-z])|##(?=\[|vso\[|teamcity\[)/gim;

function withoutCommands(text: string): string {
  return text.replace(COMMAND, ([first, second]) => `${first} ${second}`);
}

function withoutControls(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replace(/\r\n?/g, '\n')
    .replace(CONTROLS, ' ')
    .replace(HIDDEN, named);
}

/** The end of a long text, with how much of it is left out. */
export function ending(text: string, most: number): string {
  if (text.length <= most) return text;
  const rest = text.slice(-most).replace(/^[\udc00-\udfff]/, '');
  return `… (${text.length - rest.length} characters left out)\n${rest}`;
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;
}

function named(character: string): string {
  return `‹U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}›`;
}
