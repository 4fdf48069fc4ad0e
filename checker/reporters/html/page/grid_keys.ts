export type Cell = { row: number; column: number };

const PAGE_ROWS = 10;

/** Where a key leads in a grid, or undefined where it is no key of a grid. */
export function nextCell(
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { row, column }: Cell,
  { rows, columns }: { rows: number; columns: number },
): Cell | undefined {
  const moves: Record<string, Cell> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: row - PAGE_ROWS, column },
    PageDown: { row: row + PAGE_ROWS, column },
    Home: { row: ctrlKey ? 0 : row, column: 0 },
    End: { row: ctrlKey ? rows - 1 : row, column: columns - 1 },
  };
  const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
  return move && { row: within(move.row, rows), column: within(move.column, columns) };
}

function within(place: number, count: number): number {
  return Math.max(0, Math.min(count - 1, place));
}
