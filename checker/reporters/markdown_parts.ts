import type {
  BlockContent,
  Code,
  Heading,
  InlineCode,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  Strong,
  Table,
  Text,
} from 'mdast';

/** Pieces of a Markdown document. A text is data here: what it is escaped into is settled when the document is written. */

export function text(value: string): Text {
  return { type: 'text', value };
}

export function strong(value: string): Strong {
  return { type: 'strong', children: [text(value)] };
}

export function literal(value: string): InlineCode {
  return { type: 'inlineCode', value };
}

/** A sentence in which names of code stand between backticks, and what is stressed between asterisks. */
export function phrases(value: string): PhrasingContent[] {
  const parts = value.split(/`([^`]+)`/);
  return parts.flatMap((part, index) => (index % 2 === 1 ? [literal(part)] : stressed(part)));
}

function stressed(value: string): PhrasingContent[] {
  const parts = value.split(/\*([^*\s]+)\*/);
  const pieces = parts.map((part, index) => (index % 2 === 1 ? emphasis(part) : text(part)));
  return pieces.filter((_, index) => parts[index] !== '');
}

function emphasis(value: string): PhrasingContent {
  return { type: 'emphasis', children: [text(value)] };
}

export function code(value: string): Code {
  return { type: 'code', value };
}

export function heading(depth: Heading['depth'], ...children: PhrasingContent[]): Heading {
  return { type: 'heading', depth, children };
}

export function paragraph(...children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children };
}

export function item(children: PhrasingContent[]): ListItem {
  const content: BlockContent[] = [paragraph(...children)];
  return { type: 'listItem', spread: false, children: content };
}

export function list(children: ListItem[]): List {
  return { type: 'list', ordered: false, spread: false, children };
}

export function table(headings: string[], rows: string[][]): Table {
  const row = (cells: string[]): Table['children'][number] => ({
    type: 'tableRow',
    children: cells.map((cell) => ({ type: 'tableCell', children: [text(cell)] })),
  });
  return { type: 'table', children: [row(headings), ...rows.map(row)] };
}
