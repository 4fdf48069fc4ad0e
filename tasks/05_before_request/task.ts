import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Before request',
  points: 12,
  touches: ['api/v1/app.ts'],
  creates: [],
  prerequisites: [1, 4],
  hints: [
    'Who logs in has no credentials yet. Which list says what needs none?',
    'Write down the four cases: no header and no cookie, only a header, only a cookie, both. Which of them is 401?',
    'The order of the questions matters: does the path need authentication, are there credentials, do they belong to somebody?',
    'The auth can tell about the header (`authorizationHeader`) and about the cookie (`sessionCookie`). It is 401 only where both give `null`. All that follows stays as it is.',
  ],
  environment: { AUTH_TYPE: 'session_auth' },
  tryIt: [
    { line: 'curl -i http://127.0.0.1:5000/api/v1/users', answers: 401 },
    { line: 'curl -i -b _my_session_id=no-such-session http://127.0.0.1:5000/api/v1/users', answers: 403 },
    { line: 'curl -i -b other=1 http://127.0.0.1:5000/api/v1/users', answers: 401 },
    { line: 'curl -i -X POST http://127.0.0.1:5000/api/v1/auth_session/login', answers: 404 },
    { line: 'curl -i -X POST http://127.0.0.1:5000/api/v1/auth_session/login/extra', answers: 401 },
  ],
});
