/** A check's title names what it proves: `[7.2, 7.3] the e-mail is judged first`. */
export function readTitle(text: string): { requirements: string[]; title: string } {
  const [, ids = '', title = text] = /^\[([\d., ]+)\]\s*(.*)$/s.exec(text) ?? [];
  return {
    requirements: ids
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
    title,
  };
}
