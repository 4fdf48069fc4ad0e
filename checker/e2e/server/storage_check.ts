/**
 * Run in a process of its own, since models keep to the one database of their process: exercises the storage room on the
 * database that `DATABASE_URL` names, and prints what came, as JSON.
 */
import { DuplicateError } from '../../../solutions/models/duplicate_error.ts';
import { closeDatabase } from '../../../solutions/models/storage/index.ts';
import { User } from '../../../solutions/models/user.ts';
import { UserSession } from '../../../solutions/models/user_session.ts';

const difficult = [
  '\0',
  'a\0b',
  '\u001b',
  '\u001b0',
  '\u001b1\0',
  "'; drop table users; --",
  '%_\\',
  'ü',
  '😀',
  ' ',
  'x'.repeat(90_000),
];

for (const email of difficult) await new User({ email }).save();
const found = await Promise.all(difficult.map((email) => User.search({ email })));
const duplicates = await Promise.all(difficult.map((email) => new User({ email }).save().catch((error) => error)));

const user = new User({ email: 'bob@example.com' });
await user.save();
user.firstName = 'Bob';
await user.save();
const other = await User.get(user.id);
const session = new UserSession({ userId: user.id, sessionId: 'one' });
await session.save();

console.log(
  JSON.stringify({
    found: found.every((users, index) => users.length === 1 && users[0]?.email === difficult[index]),
    refused: duplicates.every((error) => error instanceof DuplicateError),
    count: (await User.count()) - difficult.length,
    changed: other?.firstName,
    sameTime: other?.createdAt.getTime() === user.createdAt.getTime(),
    noName: (await User.search({ email: 'bob@example.com', lastName: null })).length,
    unknown: await User.get('\0'),
    ordered: (await User.all()).at(-1)?.email,
    removed: [await session.remove(), await session.remove(), await UserSession.count()],
    wrongAttribute: await User.search({ age: '7' } as object).catch((error: Error) => error.message),
  }),
);
await closeDatabase();
