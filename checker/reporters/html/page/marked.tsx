/** A sentence in which names of code stand between backticks, and what is stressed between asterisks. */
export function Marked({ text }: { text: string }) {
  const parts = text.split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          <code key={`${index} ${part}`}>{part}</code>
        ) : (
          <Stressed key={`${index} ${part}`} text={part} />
        ),
      )}
    </>
  );
}

function Stressed({ text }: { text: string }) {
  const parts = text.split(/\*([^*\s]+)\*/);
  return <>{parts.map((part, index) => (index % 2 === 1 ? <em key={`${index} ${part}`}>{part}</em> : part))}</>;
}
