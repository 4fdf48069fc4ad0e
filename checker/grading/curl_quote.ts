/** How an id that learner code made stands in a story, as `withoutFreshIds` names it. */
const SYMBOL = /<id (\d+)>/g;

/** No shell reads anything but itself in such a word. */
const PLAIN = /^(?!=)[\w@%+=:,./-]+$/;

/** The same of such a text between double quotes, also where a shell keeps a history. */
const TAME = /^[\w@%+=:,./ ;?&[\]{}()-]*$/;

/** The name of the variable that holds an id, where it is a symbol: no other text ever becomes a name. */
export function variableOf(id: string): string | undefined {
  const number = /^<id (\d+)>$/.exec(id)?.[1];
  return number === undefined ? undefined : `id${number}`;
}

/**
 * A text as one word of a POSIX shell, whatever it holds but NUL. Ids that a variable holds stand there as the variable, other
 * symbols as a word of their own.
 */
export function quote(text: string, bound: { has(id: string): boolean } = new Set<string>()): string {
  const told = text.replace(SYMBOL, (id, number: string) => (bound.has(id) ? id : `id-${number}`));
  const parts = told.split(/(<id \d+>)/);
  const texts = parts.filter((_, index) => index % 2 === 0);
  if (parts.length > 1 && texts.every((part) => TAME.test(part)))
    return `"${parts.map((part) => (variableOf(part) === undefined ? part : `\${${variableOf(part)}}`)).join('')}"`;
  const words = parts.map((part, index) => (index % 2 === 1 ? `"\${${variableOf(part)}}"` : word(part)));
  return parts.length === 1 ? (words[0] ?? '') : words.filter((each) => each !== "''").join('');
}

function word(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
