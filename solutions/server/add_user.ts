import { ConfigurationError } from '../configuration_error.ts';
import { DuplicateError } from '../models/duplicate_error.ts';
import { UnavailableError } from '../models/storage/unavailable_error.ts';
import { reasonOf } from './database_faults.ts';
import { readPassword } from './read_password.ts';

const usage = `npm run user -- [--id] EMAIL

Makes a user. With --id it prints the id of the user, and nothing else. The password is asked for on the terminal; where there is none,
it is the first line of standard input:  npm run user -- EMAIL < password.txt`;

/** The program was called wrongly. The message is one sentence for the person who called it. */
class UsageError extends Error {}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error);
}

async function run(args: string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return console.log(usage);

  const onlyId = args[0] === '--id';
  const [email, ...rest] = onlyId ? args.slice(1) : args;
  if (!email || email.startsWith('-') || rest.length > 0) {
    throw new UsageError('Give exactly one e-mail address: npm run user -- you@example.com');
  }

  // Imported here and not above, because a mistake in the environment makes the import fail.
  const { User } = await import('../models/user.ts');
  const { closeDatabase } = await import('../models/storage/index.ts');
  const [taken] = await User.search({ email });
  if (taken) throw new DuplicateError();

  const user = new User({ email });
  await user.setPassword(await askForPassword());
  await user.save();
  await closeDatabase();
  console.log(onlyId ? user.id : `${email} can log in now.`);
}

async function askForPassword(): Promise<string> {
  const password = await readPassword('Password: ');
  if (password === '') throw new UsageError('The password must not be empty: no user was made.');
  // Nobody can see a slip of the finger in what stays invisible, so it is typed twice.
  if (process.stdin.isTTY && (await readPassword('Once more: ')) !== password) {
    throw new UsageError('The two passwords are not the same: no user was made.');
  }
  return password;
}

/** Says in one sentence what is wrong, and gives the exit code for it. A bug keeps its stack. */
function explain(error: unknown): number {
  if (error instanceof DuplicateError) {
    console.error('This e-mail is already registered: no user was made.');
    return 1;
  }
  if (error instanceof UnavailableError) {
    console.error(reasonOf(error));
    return 2;
  }
  if (error instanceof UsageError || error instanceof ConfigurationError) {
    console.error(error.message);
    return 2;
  }
  throw error;
}
