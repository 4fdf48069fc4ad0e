import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Props = { summary: ComponentChildren; open?: boolean; children: () => ComponentChildren };

/** Something to open. What is inside is drawn only when it is open: a class has thousands of these. */
export function Folded({ summary, open: given = false, children }: Props) {
  const [open, setOpen] = useState(given);
  useEffect(() => setOpen(given), [given]);
  const shown = open || given;
  return (
    <details open={shown} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {shown && children()}
    </details>
  );
}
