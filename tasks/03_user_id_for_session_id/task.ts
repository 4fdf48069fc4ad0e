import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'User id for session id',
  points: 19,
  touches: ['api/v1/auth/session_auth.ts'],
  creates: [],
  member: { file: 'api/v1/auth/session_auth.ts', of: 'SessionAuth', name: 'userIdForSessionId' },
  prerequisites: [1, 2],
  hints: [
    'The map from task 2 knows the answer. What do you ask it with?',
    'What does a `Map` give for a key that it does not have? What must this method give?',
    'Test the type of the session id before you ask. Then think of the operator that puts another value in the place of `undefined`.',
  ],
  environment: { AUTH_TYPE: 'session_auth' },
  tryIt: [
    { line: 'curl -i http://127.0.0.1:5000/api/v1/users', answers: 401 },
    { line: 'curl -i -u learner@example.com:sunny-day-42 http://127.0.0.1:5000/api/v1/users', answers: 403 },
  ],
});
