import wrapAnsi from 'wrap-ansi';

/** The lines of a text. */
export function lines(text: string): string[] {
  return text.split('\n');
}

/** A line as it is shown: what is wider than the terminal goes on in the next one. Tabs have no width of their own. */
export function wrapped(line: string, columns: number): string[] {
  return wrapAnsi(line.replaceAll('\t', '    '), columns, { hard: true, trim: false }).split('\n');
}

/** The beginning of a text, where it is wider than the terminal. */
export function clipped(text: string, columns: number): string {
  const [first = '', ...rest] = wrapAnsi(text, columns, { hard: true, wordWrap: false }).split('\n');
  return rest.length === 0 ? first : `${wrapAnsi(text, columns - 1, { hard: true, wordWrap: false }).split('\n')[0]}…`;
}
