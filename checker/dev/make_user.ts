// Runs in the learner's own server process, before its main.ts: so the user is made by the learner's own model, in the
// learner's own database, again and again as the code changes. It never keeps the server from starting.
import { pathToFileURL } from 'node:url';
import { READY_USER } from './user.ts';

/** A model that never answers must not hold the server up: its own error comes from the server then. */
const PATIENCE_MS = 5_000;

/** What is used of the learner's model. */
type UserModel = {
  new (attributes: { email: string }): StoredUser;
  search(attributes: { email: string }): Promise<StoredUser[]>;
};

type StoredUser = {
  isValidPassword(password: string): Promise<boolean>;
  setPassword(password: string): Promise<void>;
  save(): Promise<void>;
};

const { promise: late, reject } = Promise.withResolvers<never>();
const timer = setTimeout(() => reject(new Error('models/user.ts does not answer')), PATIENCE_MS);
try {
  await Promise.race([makeUser(), late]);
} catch (error) {
  const [reason] = String(error instanceof Error ? error.message : error).split('\n');
  console.error(`The ready-made user ${READY_USER.email} could not be made: ${reason}`);
} finally {
  clearTimeout(timer);
}

async function makeUser(): Promise<void> {
  const model = process.env.KATA_USER_MODEL;
  if (!model) throw new Error('KATA_USER_MODEL does not say where the model is');
  const { User } = (await import(pathToFileURL(model).href)) as { User: UserModel };
  const { email, password } = READY_USER;
  const [found] = await User.search({ email });
  if (found && (await found.isValidPassword(password))) return;
  const user = found ?? new User({ email });
  await user.setPassword(password);
  await user.save();
}
