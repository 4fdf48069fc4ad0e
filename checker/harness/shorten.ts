/** A word at the end that may be half an id. One that is much longer is none. */
const CUT_WORD = /(?<![\w-])[\w-]{1,64}$/;

/**
 * A text of at most so many characters, and a mark where it was cut. The last word before the cut goes as a whole: half an
 * id could not be told from another one, and reports name ids.
 */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${beginning(text, length).replace(CUT_WORD, '')}…`;
}

/** At most so many characters (UTF-16) from the beginning of a text. None is cut in two. */
export function beginning(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

/** At most so many from its end. */
export function ending(text: string, length: number): string {
  return text.slice(-length).replace(/^[\udc00-\udfff]/, '');
}
