import type { PageError } from '../page_data.ts';

/** A learner's error, with the learner's own lines around it. */
export function ErrorLines({ error: { message, place, source } }: { error: PageError }) {
  return (
    <pre>
      {message}
      {place !== '' && `\n${place}`}
      {source.map(({ line, text, wrong }) => {
        const row = `\n${wrong ? '>' : ' '} ${String(line).padStart(4)} │ ${text}`;
        return wrong ? <mark key={line}>{row}</mark> : row;
      })}
    </pre>
  );
}
