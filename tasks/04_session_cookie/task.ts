import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Session cookie',
  points: 16,
  touches: ['api/v1/auth/auth.ts'],
  creates: [],
  prerequisites: [1],
  hints: [
    'Somebody has parsed the `Cookie` header already, before the filter runs. Look at the order in `app.ts`: who, and where is the result?',
    'The name of the cookie is in the environment. What happens where the variable is not set?',
    'A parsed cookie is not always a text: read in the documentation of cookie-parser what it does with values that begin with `j:`.',
    'Think of the requests that have nothing to read: none at all, and one without cookies. Then take the cookie of that name, and give it back only where it is a string; else `null`.',
  ],
  environment: { AUTH_TYPE: 'session_auth' },
  tryIt: [
    { line: 'curl -i http://127.0.0.1:5000/api/v1/users', answers: 401 },
    { line: 'curl -i -b _my_session_id=no-such-session http://127.0.0.1:5000/api/v1/users', answers: 401 },
  ],
});
