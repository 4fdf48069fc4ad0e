import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Sessions in database',
  points: 24,
  touches: ['api/v1/auth/index.ts'],
  creates: ['api/v1/auth/session_db_auth.ts', 'models/user_session.ts'],
  prerequisites: [2, 3, 4, 5, 6, 7, 8, 9],
  hints: [
    'Stop the server, start it again, and ask for `users/me` with the old cookie. What was lost, and where could it have been kept?',
    'Read `models/user.ts`: what does a model declare, and what does it get from `Base`? A session needs two columns of its own.',
    'Which methods of `SessionExpAuth` look into memory? Each of them needs a form that asks the database, and none may trust what it remembers.',
    'Every stored object has a `createdAt`. With it, is there any need to store a time of your own? Does it change when the object is saved again?',
    'Override `createSession` (judge the user id, then save a `UserSession`), `userIdForSessionId` (search by `sessionId`, then compare `createdAt` with the clock) and `destroySession` (search, then remove). Await each of these steps. Then add one line to the table of `AUTH_TYPE`.',
  ],
  environment: { AUTH_TYPE: 'session_db_auth' },
  tryIt: [
    {
      line: 'curl -i -c .kata/jar -d email=learner@example.com -d password=sunny-day-42 http://127.0.0.1:5000/api/v1/auth_session/login',
      answers: 200,
    },
    { line: 'curl -i -b .kata/jar http://127.0.0.1:5000/api/v1/users/me', answers: 200 },
    { line: 'curl -i -b .kata/jar -X DELETE http://127.0.0.1:5000/api/v1/auth_session/logout', answers: 200 },
    { line: 'curl -i -b .kata/jar http://127.0.0.1:5000/api/v1/users/me', answers: 403 },
  ],
});
