import type { KnownUser } from '../../harness/given.ts';
import type { RandomInputs } from '../../harness/random.ts';
import type { LearnerServer } from '../../harness/server.ts';

/** A user, with what is stored of the password. */
export type Person = { user: KnownUser; hash: string };

/** How many users there are when a walk begins. */
const COUNT = 3;

/** The users of the walks on one server: who is still there when a walk has ended takes part in the next. */
export class People {
  #server: LearnerServer;
  #random: RandomInputs;
  #there: Person[] = [];

  constructor(server: LearnerServer, random: RandomInputs) {
    this.#server = server;
    this.#random = random;
  }

  /** Those of the next walk. Throws a LearnerFault where the models of the learner's server do not make them. */
  async gather(): Promise<readonly Person[]> {
    const missing = Array.from({ length: COUNT - this.#there.length }, () => ({
      email: this.#random.email(),
      password: this.#random.password(),
      firstName: this.#random.word(6),
      lastName: this.#random.word(8),
    }));
    if (missing.length > 0) this.#there.push(...(await this.#make(missing)));
    return [...this.#there];
  }

  /** As an administrator would, beside the API. */
  async remove(userId: string): Promise<void> {
    await this.#server.evaluate(
      'models/user.ts',
      async ({ User }, id: string) => (await User.get(id))?.remove(),
      userId,
    );
  }

  /** These are still there, after a walk in which some were removed. */
  keep(users: readonly { id: string }[]): void {
    this.#there = this.#there.filter(({ user }) => users.some(({ id }) => id === user.id));
  }

  async #make(wanted: { email: string; password: string; firstName: string; lastName: string }[]): Promise<Person[]> {
    const made = await this.#server.evaluate(
      'models/user.ts',
      async ({ User }, list: typeof wanted) => {
        const all: { json: Record<string, unknown>; hash: string | null }[] = [];
        for (const { email, password, firstName, lastName } of list) {
          const user = new User();
          Object.assign(user, { email, firstName, lastName });
          await user.setPassword(password);
          await user.save();
          all.push({ json: user.toJson(), hash: user.passwordHash });
        }
        return all;
      },
      wanted,
    );
    return wanted.map(({ email, password }, index) => {
      const { json = {}, hash = '' } = made[index] ?? {};
      const id = String(json.id);
      this.#server.users.push({ id, email, password });
      return { user: { id, email, password, json }, hash: String(hash) };
    });
  }
}
