import type { KnownUser } from '../../harness/given.ts';
import type { RandomInputs } from '../../harness/random.ts';
import type { LearnerServer } from '../../harness/server.ts';

/** A user, with what is stored of the password; and the password before this one, if there was one. */
export type Person = { user: KnownUser; hash: string; before?: string };

/** A server that trims, decodes, cuts or normalizes passwords changes this one. */
const ODD_PASSWORD = ' :+%26&=Cafe\u0301-\ufb01\uff21\u{1f600} ';
const ODD_NAME = `O'Neil "<b>&amp;</b>" Zoe\u0308`;

/** How many users there are when a walk begins: two are left where two are removed. */
const COUNT = 4;

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
      email: `${this.#random.word(4).toUpperCase()}.x+y@${this.#random.word(6)}.example`,
      password: this.#password(),
      firstName: `${this.#random.word(6)} ${ODD_NAME}`,
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

  /** Gives a user another password and another first name; `anew`: to a new one, with the same e-mail, in the place of the user. */
  async change({ user }: Person, { anew }: { anew: boolean }): Promise<Person> {
    const { id, email, password: before } = user;
    const wanted = { id, anew, email, password: this.#password(), firstName: this.#random.word(6) };
    const { json, hash } = await this.#server.evaluate(
      'models/user.ts',
      async ({ User }, { id, anew, email, password, firstName }: typeof wanted) => {
        const there = (await User.get(id)) as InstanceType<typeof User>;
        if (anew) await there.remove();
        const user = anew ? new User() : there;
        Object.assign(user, { email, firstName });
        await user.setPassword(password);
        await user.save();
        return { json: user.toJson() as Record<string, unknown>, hash: user.passwordHash };
      },
      wanted,
    );
    const changed: Person = {
      user: { ...user, id: String(json.id), password: wanted.password, json },
      hash: String(hash),
      before,
    };
    this.#there = this.#there.map((person) => (person.user.id === id ? changed : person));
    return changed;
  }

  #password(): string {
    return `${this.#random.password()}${ODD_PASSWORD}`;
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
