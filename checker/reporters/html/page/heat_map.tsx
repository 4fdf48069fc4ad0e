import { useRef, useState } from 'preact/hooks';
import type { PageData, PageLearner, TaskResult } from '../page_data.ts';
import { type Cell, nextCell } from './grid_keys.ts';
import { hasMarks, type Sort, STATUS } from './order.ts';
import { learnerHref } from './route.ts';

type Props = { data: PageData; places: number[]; sort: Sort; setSort: (sort: Sort) => void };

/** Learners by tasks. One stop for the tab key; the arrow keys move inside (ARIA Authoring Practices, "Grid"). */
export function HeatMap({ data, places, sort, setSort }: Props) {
  const { tasks, learners } = data;
  const table = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState<Cell>({ row: 1, column: 0 });
  const columns: { label: string; title: string; by: Sort['by'] }[] = [
    { label: 'Learner', title: 'Learner', by: 'name' },
    { label: 'Score', title: 'Score under the policy', by: 'score' },
    ...tasks.map(({ number, title, maxScore, counts }, place) => ({
      label: `${number}`,
      title: `Task ${number}: ${title} (${maxScore} points${counts ? '' : ', does not count'})`,
      by: place,
    })),
  ];
  const size = { rows: places.length + 1, columns: columns.length };
  const here = { row: Math.min(active.row, size.rows - 1), column: active.column };
  const tab = (row: number, column: number) => (row === here.row && column === here.column ? 0 : -1);

  const onKeyDown = (event: KeyboardEvent) => {
    const cell = nextCell(event, here, size);
    if (!cell) return;
    event.preventDefault();
    setActive(cell);
    focusable(table.current, cell)?.focus();
  };
  const onFocusIn = (event: FocusEvent) => {
    const cell = (event.target as HTMLElement).closest('td, th') as HTMLTableCellElement | null;
    if (cell) setActive({ row: (cell.parentElement as HTMLTableRowElement).rowIndex, column: cell.cellIndex });
  };

  return (
    <div class="map-box">
      <table
        class="map"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table may be a grid (ARIA in HTML, "table").
        role="grid"
        ref={table}
        aria-labelledby="map-title"
        onKeyDown={onKeyDown}
        onFocusIn={onFocusIn}
      >
        <thead>
          <tr>
            {columns.map(({ label, title, by }, column) => (
              <th
                key={label}
                scope="col"
                aria-sort={by === sort.by ? (sort.down ? 'descending' : 'ascending') : 'none'}
              >
                <button
                  type="button"
                  title={title}
                  aria-label={`${title}: sort`}
                  tabIndex={tab(0, column)}
                  // Marks are first asked for from their best, names from A.
                  onClick={() => setSort({ by, down: by === sort.by ? !sort.down : by !== 'name' })}
                >
                  {label}
                  <span aria-hidden="true">{by === sort.by ? (sort.down ? ' ▼' : ' ▲') : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((place, index) => (
            <Row
              key={place}
              learner={learners[place] as PageLearner}
              place={place}
              data={data}
              tab={(column) => tab(index + 1, column)}
            />
          ))}
        </tbody>
      </table>
      {places.length === 0 && <p class="notice">No learner has that in the name or status.</p>}
    </div>
  );
}

type RowProps = { learner: PageLearner; place: number; data: PageData; tab: (column: number) => number };

function Row({ learner, place, data, tab }: RowProps) {
  const { name, status, score, maxScore, percent } = learner;
  return (
    <tr>
      <th scope="row">
        <a href={learnerHref(place)} tabIndex={tab(0)} title={name}>
          <bdi>{name}</bdi>
        </a>
      </th>
      <td class={hasMarks(status) ? levelOf(score, maxScore) : 'none'}>
        <a href={learnerHref(place)} tabIndex={tab(1)} title={`${STATUS[status]}: ${score} of ${maxScore}`}>
          {status === 'graded' ? `${percent} %` : STATUS[status]}
        </a>
      </td>
      {learner.tasks.map((result, index) => (
        <td key={data.tasks[index]?.number} class={result ? levelOf(result.score, result.maxScore) : 'none'}>
          <a
            href={learnerHref(place, data.tasks[index]?.number)}
            tabIndex={tab(index + 2)}
            title={result ? `${result.passed} of ${result.checks} checks passed` : 'not judged'}
          >
            {result ? cellText(result) : '–'}
          </a>
        </td>
      ))}
    </tr>
  );
}

function cellText({ score, maxScore, guards }: TaskResult): string {
  return `${score}/${maxScore}${guards === '' ? '' : ' !'}`;
}

/** Five steps, from nothing to everything. The text in the cell says the same without colour. */
export function levelOf(part: number, whole: number): string {
  if (part >= whole) return 'level-4';
  if (part <= 0) return 'level-0';
  return `level-${Math.min(3, 1 + Math.floor((part / whole) * 3))}`;
}

function focusable(table: HTMLTableElement | null, { row, column }: Cell): HTMLElement | null | undefined {
  return table?.rows[row]?.cells[column]?.querySelector<HTMLElement>('a, button');
}
