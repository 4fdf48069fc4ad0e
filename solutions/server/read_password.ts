import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * One line from standard input, without its end. On a terminal the question is asked, and what is typed stays invisible.
 * Gives the empty string where the input ends before a line, or is interrupted.
 */
export async function readPassword(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return firstLine(createInterface({ input: stdin }));

  // On a terminal, readline shows what is typed by writing it to its output. This output drops it.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  stderr.write(question);
  const password = await firstLine(createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 }));
  stderr.write('\n');
  return password;
}

async function firstLine(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) return line;
  return '';
}
