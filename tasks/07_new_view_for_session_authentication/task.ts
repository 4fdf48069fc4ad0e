import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'New view for session authentication',
  points: 15,
  touches: ['api/v1/views/index.ts'],
  creates: ['api/v1/views/session_auth.ts'],
  prerequisites: [2, 3, 4, 5, 6],
  hints: [
    'Read `views/status.ts` and `views/index.ts`: how does a route come to be below `/api/v1`, and how does it answer 405?',
    'There are five ways in which a login can end. In which order are they judged, and what can be said about each without the next one?',
    'A form can hold a field not at all, empty, twice, or under a name like `email[x]`. Which single test on the value accepts a good e-mail and none of these?',
    'The session must be known to the `auth` that the filter asks. Where can the view get that very object, and what if it has no `createSession`?',
    'Judge the two fields, search the user by e-mail, ask the user about the password, then call `createSession` of the `auth` in force. Set the cookie with the name from the environment and the options `path`, `httpOnly`, `sameSite` and `secure`; `request.secure` tells whether the request came over HTTPS.',
  ],
  environment: { AUTH_TYPE: 'session_auth' },
  tryIt: [
    { line: 'curl -i -X POST http://127.0.0.1:5000/api/v1/auth_session/login', answers: 400 },
    {
      line: 'curl -i -d email=learner@example.com -d password=wrong http://127.0.0.1:5000/api/v1/auth_session/login',
      answers: 401,
    },
    {
      line: 'curl -i -c .kata/jar -d email=learner@example.com -d password=sunny-day-42 http://127.0.0.1:5000/api/v1/auth_session/login',
      answers: 200,
    },
    { line: 'curl -i -b .kata/jar http://127.0.0.1:5000/api/v1/users/me', answers: 200 },
    { line: 'curl -i http://127.0.0.1:5000/api/v1/auth_session/login', answers: 405 },
  ],
});
