import { styleText } from 'node:util';
import type { Overview, TaskState } from '../stages/overview.ts';

const LOOK: Record<TaskState, { mark: string; style: 'green' | 'bold' | 'dim' }> = {
  passed: { mark: '✓', style: 'green' },
  present: { mark: '→', style: 'bold' },
  open: { mark: '·', style: 'dim' },
};

/** The tasks with their state, and a bar. Ends with a line break. */
export function toProgress({ rows, passed }: Overview, { color }: { color: boolean }): string {
  const lines = rows.map(({ number, title, state, passed: isPassed, hintsShown }) => {
    const { mark, style } = LOOK[state];
    const notes = [
      ...(state === 'present' ? ['you are here'] : []),
      ...(state === 'present' && isPassed ? ['passed before'] : []),
      ...(hintsShown > 0 ? [`${hintsShown} ${hintsShown === 1 ? 'hint' : 'hints'} seen`] : []),
    ];
    const line = `${mark} ${String(number).padStart(2)}  ${title}${notes.length > 0 ? `  (${notes.join(', ')})` : ''}`;
    return color ? styleText(style, line, { validateStream: false }) : line;
  });
  const bar = '█'.repeat(passed) + '░'.repeat(rows.length - passed);
  return `${[...lines, '', `${bar}  ${passed} of ${rows.length} tasks passed`].join('\n')}\n`;
}
