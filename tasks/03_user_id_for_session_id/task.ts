import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'User id for session id',
  points: 11,
  touches: ['api/v1/auth/session_auth.ts'],
  creates: [],
  prerequisites: [1, 2],
  hints: [
    'The map from task 2 knows the answer. What do you ask it with?',
    'What does a `Map` give for a key that it does not have? What must this method give?',
    'Test the type of the session id before you ask. Then think of the operator that puts another value in the place of `undefined`.',
  ],
});
