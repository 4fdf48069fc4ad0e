import { Marked } from 'marked';
import { markedTerminal } from 'marked-terminal';

/** A spec, which is Markdown, as lines for a terminal of so many columns. */
export async function renderSpec(
  markdown: string,
  { columns, color }: { columns: number; color: boolean },
): Promise<string[]> {
  const plain = (text: string): string => text;
  const styles = [
    'code',
    'blockquote',
    'html',
    'heading',
    'firstHeading',
    'hr',
    'strong',
    'em',
    'codespan',
    'del',
    'link',
    'href',
  ];
  const uncoloured = Object.fromEntries(styles.map((name) => [name, plain]));
  const marked = new Marked(
    markedTerminal({
      width: columns,
      reflowText: true,
      tab: 2,
      showSectionPrefix: false,
      ...(color ? {} : uncoloured),
    }) as Parameters<Marked['use']>[0],
  );
  const text = await marked.parse(markdown);
  return text
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .split('\n');
}
