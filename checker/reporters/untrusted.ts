import { stripVTControlCharacters } from 'node:util';
import { beginning, ending as lastOf } from '../harness/shorten.ts';

/**
 * Texts that come from submissions: names, logs, errors. What is dangerous in all outputs is settled here, and each output begins with
 * `safe`; then it escapes for its own format.
 */

/**
 * What cannot be seen, or turns the direction of what follows: a name could look like another. Unicode lists it as ignorable (UAX 44,
 * Default_Ignorable_Code_Point); besides, separators of lines and marks of annotations.
 */
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/u;

/** Scripts that are not written without joiners (RFC 5892, appendix A.1 and A.2). */
const JOINING = [
  'Arab',
  'Syrc',
  'Mong',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
  'Sinh',
  'Khmr',
]
  .map((script) => `\\p{sc=${script}}`)
  .join('');

/** Where such a character belongs to what stands before it: in words of some scripts, in an emoji, behind an ideograph of a name. */
const IN_PLACE = [
  `(?<=[${JOINING}])[\\u200c\\u200d](?=[${JOINING}])`,
  '(?<=\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)\\u200d(?=\\p{Extended_Pictographic})',
  '(?<=\\p{Extended_Pictographic})[\\ufe0e\\ufe0f]',
  '(?<=[#*0-9])\\ufe0f(?=\\u20e3)',
  '(?<=\\p{Unified_Ideograph})[\\u{e0100}-\\u{e01ef}]',
].join('|');

const KEPT_OR_HIDDEN = new RegExp(`(${IN_PLACE})|${HIDDEN.source}`, 'gu');

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Noncharacter_Code_Point}/gu;

/** Most texts are these characters alone, and a class has hundreds of thousands of them. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/** What was made safe: a class has many outputs, and is large. */
const known = new WeakMap<object, unknown>();

/**
 * The same data with every text in it safe to be shown, names of properties included: the first thing that an output does with what it is
 * given. What has nothing to change is the same object.
 */
export function safe<Data>(data: Data): Data {
  if (typeof data !== 'object' || data === null) return safeCopy(data);
  const found = known.get(data) ?? safeCopy(data);
  known.set(data, found);
  return found as Data;
}

function safeCopy<Data>(data: Data): Data {
  if (typeof data === 'string') return block(data) as Data;
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) {
    const items = data.map(safeCopy);
    return items.every((item, index) => item === data[index]) ? data : (items as Data);
  }
  const entries = Object.entries(data);
  const names = safeNames(entries.map(([name]) => name));
  const copied = entries.map(([, item], index): [string, unknown] => [names[index] as string, safeCopy(item)]);
  const same = copied.every(([name, item], index) => name === entries[index]?.[0] && item === entries[index]?.[1]);
  return same ? data : (Object.fromEntries(copied) as Data);
}

/** Names of properties, safe to be shown. None becomes that of another one, or the one that says of what kind a value is. */
function safeNames(names: readonly string[]): string[] {
  const taken = new Set(['$kind', ...names]);
  return names.map((name) => {
    let shown = block(name);
    if (shown === name) return name;
    while (taken.has(shown)) shown += ' ';
    taken.add(shown);
    return shown;
  });
}

/** JSON, written so that nothing in it is dangerous to show: it says the same, with escapes (RFC 8259, section 7). */
export function safeJson(json: string): string {
  return json
    .replace(SHOWN_ESCAPED, (text) => [...text].map(escaped).join(''))
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, `#${escaped('#')}`);
}

const SHOWN_ESCAPED = new RegExp(`${HIDDEN.source}|[\\u007f-\\u009f]|\\p{Noncharacter_Code_Point}`, 'gu');

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

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
    .replace(KEPT_OR_HIDDEN, (character, kept?: string) => kept ?? named(character));
}

/** The end of a long text, with how much of it is left out. */
export function ending(text: string, most: number): string {
  if (text.length <= most) return text;
  const rest = lastOf(text, most);
  return `… (${text.length - rest.length} characters left out)\n${rest}`;
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${beginning(text, most)}…`;
}

function named(character: string): string {
  return `‹U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}›`;
}
