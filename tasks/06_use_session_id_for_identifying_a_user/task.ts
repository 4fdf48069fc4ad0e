import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Use session id for identifying a user',
  points: 16,
  touches: ['api/v1/auth/session_auth.ts'],
  creates: [],
  member: { file: 'api/v1/auth/session_auth.ts', of: 'SessionAuth', name: 'currentUser' },
  prerequisites: [2, 3, 4, 5],
  hints: [
    'The filter before each request asks `auth.currentUser(request)`. Whose `currentUser` does it reach now, under `session_auth`?',
    'From the request to the user there are three steps: request to session id, session id to user id, user id to user. For which of them is there a method already?',
    'Each step can end with `null`. What does the next step make of it? An unknown session, and a deleted user, are no errors.',
    '`userIdForSessionId` is asynchronous, and so is the search for a user. A promise is not yet the value that it stands for.',
    'Override `currentUser` in `SessionAuth`: give the request to `sessionCookie`, its result to `userIdForSessionId`, stop with `null` where that gives `null`, and get the `User` with the id from its model.',
  ],
  environment: { AUTH_TYPE: 'session_auth' },
  tryIt: [
    { line: 'curl -i http://127.0.0.1:5000/api/v1/users/me', answers: 401 },
    { line: 'curl -i -b _my_session_id=no-such-session http://127.0.0.1:5000/api/v1/users/me', answers: 403 },
    { line: 'curl -i -u learner@example.com:sunny-day-42 http://127.0.0.1:5000/api/v1/users/me', answers: 403 },
  ],
});
