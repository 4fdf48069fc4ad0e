import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Create a session',
  points: 21,
  touches: ['api/v1/auth/session_auth.ts'],
  creates: [],
  member: { file: 'api/v1/auth/session_auth.ts', of: 'SessionAuth', name: 'createSession' },
  prerequisites: [1],
  hints: [
    'Later, a browser brings a session id and the server must find the user. Which of the two is then the key of the map?',
    'A map that is a field of the instance is made anew for each instance. What would happen with one in the module?',
    'TypeScript tests types when it compiles. A caller at run time may still pass a number: test for a string first, and do nothing else before that.',
    'Node can make a random UUID of version 4 with one call: look for "UUID" in the documentation of `node:crypto`.',
    'Three steps remain: make the id, set the user id in the map under it, give it back. Do this for each call, also where the user has a session already.',
  ],
  environment: { AUTH_TYPE: 'session_auth' },
  tryIt: [
    { line: 'curl -i http://127.0.0.1:5000/api/v1/users', answers: 401 },
    { line: 'curl -i -u learner@example.com:sunny-day-42 http://127.0.0.1:5000/api/v1/users', answers: 403 },
  ],
});
