import { defineTask } from '../../checker/tasks.ts';

export default defineTask({
  title: 'Before request',
  points: 15,
  touches: ['api/v1/app.ts'],
  creates: [],
  prerequisites: [1, 4],
  hints: [
    'Who logs in has no credentials yet. Which list says what needs none?',
    'Write down the four cases: no header and no cookie, only a header, only a cookie, both. Which of them is 401?',
    'The order of the questions matters: does the path need authentication, are there credentials, do they belong to somebody?',
    'The auth can tell about the header (`authorizationHeader`) and about the cookie (`sessionCookie`). It is 401 only where both give `null`. All that follows stays as it is.',
  ],
});
