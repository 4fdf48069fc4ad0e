import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Expiration?',
  points: 19,
  touches: ['api/v1/auth/index.ts'],
  creates: ['api/v1/auth/session_exp_auth.ts'],
  prerequisites: [2, 3, 4, 5, 6, 7, 8],
  hints: [
    'What must be known about a session, beside its user, to tell whether it has ended? When is that known for the first time?',
    'Try `parseInt` and `Number` on "60s", "1.5", "" and "NaN". Neither of them alone tells a whole number from the rest.',
    '`Date.now()` counts milliseconds, and `SESSION_DURATION` counts seconds. Write down the last moment at which a session of 60 s, made at 0, is valid.',
    'A session can leave in two ways: by the logout, and by a look-up after its end. What have you remembered about it, and in how many places?',
    'Override `createSession`: call `super`, keep `null`, else remember the time under the id. Override `userIdForSessionId`: unknown id, no end, not yet at the end, past the end. Override `destroySession` to forget the time as well. Then add one line to the table of `AUTH_TYPE`.',
  ],
  environment: { AUTH_TYPE: 'session_exp_auth', SESSION_DURATION: '5' },
  tryIt: [
    {
      line: 'curl -i -c .kata/jar -d email=learner@example.com -d password=sunny-day-42 http://127.0.0.1:5000/api/v1/auth_session/login',
      answers: 200,
    },
    { line: 'curl -i -b .kata/jar http://127.0.0.1:5000/api/v1/users/me', answers: 200 },
    { line: 'sleep 6; curl -i -b .kata/jar http://127.0.0.1:5000/api/v1/users/me', answers: 403 },
  ],
});
