import { stripVTControlCharacters } from 'node:util';
import { Marked, type Tokens } from 'marked';
import { markedTerminal } from 'marked-terminal';

/** A spec, which is Markdown, as lines for a terminal of so many columns. */
export async function renderSpec(
  markdown: string,
  { columns, color }: { columns: number; color: boolean },
): Promise<string[]> {
  const marked = new Marked(
    markedTerminal({
      width: columns,
      reflowText: true,
      tab: 2,
      showSectionPrefix: false,
    }) as Parameters<Marked['use']>[0],
  );
  marked.use({
    renderer: {
      // A table that is wider than the terminal cannot be read: its rows then stand below each other. False: as usual.
      table(table) {
        if (widthOf(table) <= columns) return false;
        const texts = (cells: Tokens.TableCell[]) => cells.map(({ tokens }) => this.parser.parseInline(tokens));
        const heads = texts(table.header);
        const rows = table.rows.map(texts).map(([name, ...cells]) => rowText(name ?? '', cells, heads.slice(1)));
        return `${rows.join('\n')}\n\n`;
      },
    },
  });
  const text = await marked.parse(markdown);
  return (color ? text : stripVTControlCharacters(text))
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .split('\n');
}

/** Columns that a table takes with its frame: a line and two spaces for each cell. */
function widthOf({ header, rows }: Tokens.Table): number {
  const widths = header.map((_head, index) =>
    Math.max(...[header, ...rows].map((cells) => cells[index]?.text.length ?? 0)),
  );
  return widths.reduce((sum, width) => sum + width + 3, 1);
}

function rowText(name: string, cells: string[], heads: string[]): string {
  return [name, ...cells.map((cell, index) => `    ${heads[index] ? `${heads[index]}: ` : ''}${cell}`)].join('\n');
}
