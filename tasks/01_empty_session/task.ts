import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Empty session',
  points: 21,
  touches: ['api/v1/auth/index.ts'],
  creates: ['api/v1/auth/session_auth.ts'],
  prerequisites: [],
  hints: [
    'Look at `basic_auth.ts`: what makes this class a kind of `Auth`?',
    'A class may be empty. What it does not say itself, it inherits. Which class must it extend so that it knows nobody, not even by password?',
    'Where does the server choose its auth? One place maps each value of `AUTH_TYPE` to a class.',
    'Export the class from its own file, import it in `api/v1/auth/index.ts`, and give the table one more line: the value `session_auth`, and the class.',
  ],
  environment: { AUTH_TYPE: 'session_auth' },
  tryIt: [
    { line: 'curl -i http://127.0.0.1:5000/api/v1/status', answers: 200 },
    { line: 'curl -i http://127.0.0.1:5000/api/v1/users', answers: 401 },
    { line: 'curl -i -u learner@example.com:sunny-day-42 http://127.0.0.1:5000/api/v1/users', answers: 403 },
  ],
});
