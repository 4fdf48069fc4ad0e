// Compiles sources of submissions, each for itself, in a process that may die of them. One line of JSON in, one out:
// {name, content, most} with the content in Base64, and {code} or {error}. The first line out says that it is ready.
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { transform } from 'esbuild';

/** Where the channel is, if the command line does not name two other descriptors: one to read, one to write. */
const CHANNEL = 3;

const [input = CHANNEL, output = CHANNEL] = process.argv.slice(2).map(Number);
const readable = new Socket({ fd: input, readable: true, writable: input === output });
const writable = input === output ? readable : new Socket({ fd: output, readable: false, writable: true });
const answer = (reply) => writable.write(`${JSON.stringify(reply)}\n`);

createInterface({ input: readable })
  .on('line', (line) => void compile(JSON.parse(line)).then(answer, () => process.exit(1)))
  .on('close', () => process.exit(0));
readable.on('error', () => process.exit(0));
// The service behind esbuild is up before anybody waits for it.
await transform('');
answer({ ready: true });

/** Where esbuild itself ends, it names no error of the source: then this process ends, too. */
async function compile({ name, content, most }) {
  try {
    const { code } = await transform(Buffer.from(content, 'base64'), {
      loader: name.endsWith('x') ? 'tsx' : 'ts',
      format: /\.c[jt]s$/.test(name) ? 'cjs' : 'esm',
      platform: 'node',
      target: 'node24',
      sourcemap: 'inline',
      sourcesContent: false,
      sourcefile: name.split('/').at(-1),
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
    });
    // A constant of an enum stands in it at each of its uses. Counted as it is sent.
    return JSON.stringify(code).length <= most ? { code } : { error: { message: tooLarge(most), line: 1 } };
  } catch (error) {
    const [first] = error.errors ?? [];
    if (!first) throw error;
    return { error: { message: first.text, line: first.location?.line ?? 1 } };
  }
}

function tooLarge(most) {
  return `it becomes more than ${most / 1024 / 1024} MiB when it is compiled. Is a long text in a const enum?`;
}
