import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Logout',
  points: 23,
  touches: ['api/v1/auth/session_auth.ts', 'api/v1/views/session_auth.ts'],
  creates: [],
  member: { file: 'api/v1/auth/session_auth.ts', of: 'SessionAuth', name: 'destroySession' },
  prerequisites: [2, 3, 4, 5, 6],
  hints: [
    'Where does a session live? If the browser forgets its cookie, and somebody else has kept a copy of it: what does that copy open?',
    '`destroySession` needs the session id of the request. Which method gives it, and what does it give where there is none?',
    'A session id in a cookie may be unknown. Which method tells that, and is its answer there at once?',
    'One user can have several sessions. By what do you delete: by the user id, or by the session id?',
    'In the view: await `destroySession(request)` of the `auth` in force, answer 404 where it gives `false`, else 200 with an empty object. Other methods are refused with the same helper as in the login.',
  ],
  environment: { AUTH_TYPE: 'session_auth' },
  tryIt: [
    {
      line: 'curl -i -c .kata/jar -d email=learner@example.com -d password=sunny-day-42 http://127.0.0.1:5000/api/v1/auth_session/login',
      answers: 200,
    },
    { line: 'curl -i -b .kata/jar http://127.0.0.1:5000/api/v1/users/me', answers: 200 },
    { line: 'curl -i -b .kata/jar -X DELETE http://127.0.0.1:5000/api/v1/auth_session/logout', answers: 200 },
    { line: 'curl -i -b .kata/jar http://127.0.0.1:5000/api/v1/users/me', answers: 403 },
    { line: 'curl -i -X DELETE http://127.0.0.1:5000/api/v1/auth_session/logout', answers: 401 },
  ],
});
