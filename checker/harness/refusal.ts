import { words } from './data.ts';
import { should } from './judge.ts';
import type { LearnerServer } from './server.ts';
import { CheckFailure } from './verdict.ts';

/** Starts a server that should refuse to start under this `AUTH_TYPE`, and gives what it says. */
export async function refusalOf(server: LearnerServer, unknown: string): Promise<string> {
  try {
    await server.start();
  } catch (error) {
    const refused = error instanceof CheckFailure && error.failure.cause === 'did not load';
    if (!refused) throw error;
    return `${error.failure.error?.message ?? ''}\n${(await server.takePrinted()).log}`;
  }
  should(false, {
    reason: `The server starts with \`AUTH_TYPE=${unknown}\`, which nobody knows. It should stop, and say which ones there are.`,
    expected: words('no server: it stops at start'),
    actual: words('a server that starts'),
  });
}

/** Fails the check unless what a server says of an `AUTH_TYPE` that it does not know names these. */
export function shouldList(names: readonly string[], sentence: string, unknown: string): void {
  // The unknown name itself may begin with a known one: it does not count.
  const listed: string[] = sentence.replaceAll(unknown, '').match(/\b\w*auth\w*\b/g) ?? [];
  const quoted = names.map((name) => `\`${name}\``);
  should(
    names.every((name) => listed.includes(name)),
    {
      reason: `The sentence about an unknown \`AUTH_TYPE\` should list the known ones: ${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}.`,
      expected: words(`one sentence that names ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`),
      actual: sentence,
    },
  );
}
