// `npm run user` of a learners' kit: makes a user by the learner's own model, for the lines that a failed check tells.
// Runs under tsx, since a model may be any TypeScript.
import { createInterface } from 'node:readline/promises';
import { pathToFileURL } from 'node:url';
import { EXIT, UserError } from '../errors.ts';
import { PROJECT } from '../project.ts';
import { userModel } from './environment.ts';

type UserModel = {
  new (attributes: {
    email: string;
  }): { id: string; setPassword(password: string): Promise<void>; save(): Promise<void> };
  search(attributes: { email: string }): Promise<unknown[]>;
};

try {
  await addUser(process.argv.slice(2));
} catch (error) {
  const [sentence] = String(error instanceof Error ? error.message : error).split('\n');
  console.error(
    error instanceof UserError ? sentence : `The user could not be made by workspace/models/user.ts: ${sentence}`,
  );
  process.exitCode = error instanceof UserError ? error.exitCode : EXIT.failed;
}

async function addUser(args: string[]): Promise<void> {
  const onlyId = args[0] === '--id';
  const [email = '', ...rest] = onlyId ? args.slice(1) : args;
  if (email === '' || email.startsWith('-') || rest.length > 0)
    throw new UserError('Give exactly one e-mail address: npm run user -- you@example.com');
  const { User } = (await import(pathToFileURL(userModel(PROJECT)).href)) as { User: UserModel };
  const [taken] = await User.search({ email });
  if (taken) throw new UserError('This e-mail is already registered: no user was made. Choose another one.');
  const user = new User({ email });
  await user.setPassword(await readPassword());
  await user.save();
  console.log(onlyId ? user.id : `${email} can log in now.`);
}

/** The first line of standard input. At a terminal it is asked for, and shown: it is for the learner's own machine only. */
async function readPassword(): Promise<string> {
  const { stdin, stdout } = process;
  const lines = createInterface({ input: stdin, ...(stdin.isTTY && { output: stdout }) });
  try {
    const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    const password = await Promise.race([
      stdin.isTTY ? lines.question('Password (it is shown): ') : first(lines),
      ended,
    ]);
    if (password !== '') return password;
    throw new UserError(
      'The password must not be empty: no user was made. Type it, or give it as the first line of input.',
    );
  } finally {
    lines.close();
  }
}

function first(lines: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve) => lines.once('line', resolve));
}
